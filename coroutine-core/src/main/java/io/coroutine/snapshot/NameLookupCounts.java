package io.coroutine.snapshot;

/**
 * How look-ups of host names and addresses went for the coroutines that needed them.
 *
 * @param active how many coroutines wait for an answer now
 * @param found how many got an answer, since the start
 * @param failed how many were told that there is none, or none could be asked for
 * @param timedOut how many got no answer in time
 */
public record NameLookupCounts(long active, long found, long failed, long timedOut) {

	/** No look-up at all. */
	public static final NameLookupCounts NONE = new NameLookupCounts(0, 0, 0, 0);

}
