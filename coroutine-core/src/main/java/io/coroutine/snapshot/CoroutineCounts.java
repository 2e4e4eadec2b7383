package io.coroutine.snapshot;

/**
 * How many coroutines there were.
 *
 * @param started those that have been started
 * @param finished those of them that have ended
 * @param failed those of the finished that ended with an exception, or got no thread
 */
public record CoroutineCounts(long started, long finished, long failed) {

	/** No coroutine at all. */
	public static final CoroutineCounts NONE = new CoroutineCounts(0, 0, 0);

	/**
	 * Add up.
	 * @param other other counts
	 * @return the sum
	 */
	public CoroutineCounts plus(CoroutineCounts other) {
		return new CoroutineCounts(this.started + other.started, this.finished + other.finished,
				this.failed + other.failed);
	}

	/**
	 * Return how many live now.
	 * @return started, not finished
	 */
	public long live() {
		return this.started - this.finished;
	}

}
