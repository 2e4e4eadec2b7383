package io.coroutine.snapshot;

/**
 * What can tell how look-ups of names went. A {@link io.coroutine.Hook} that does
 * look-ups is one, too, to have them shown.
 */
public interface NameLookupSource {

	/**
	 * Return how the look-ups went. May be called from any thread.
	 * @return the counts; zero if there were none
	 */
	NameLookupCounts lookups();

}
