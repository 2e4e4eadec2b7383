package io.coroutine.autoconfigure.admission;

/**
 * Properties of the adaptive mode.
 */
public class AdaptiveAdmissionProperties {

	/**
	 * The bound to begin with, 1 or more.
	 */
	private int initialLimit = 20;

	/**
	 * The lowest bound, 1 or more.
	 */
	private int minLimit = 5;

	public int getInitialLimit() {
		return this.initialLimit;
	}

	public void setInitialLimit(int initialLimit) {
		this.initialLimit = initialLimit;
	}

	public int getMinLimit() {
		return this.minLimit;
	}

	public void setMinLimit(int minLimit) {
		this.minLimit = minLimit;
	}

}
