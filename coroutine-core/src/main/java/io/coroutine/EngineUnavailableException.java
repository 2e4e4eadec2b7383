package io.coroutine;

/**
 * The event-loop engine was asked for and cannot run here.
 */
public class EngineUnavailableException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	private final String remedy;

	/**
	 * Create the exception.
	 * @param reason why the engine cannot run
	 * @param remedy what to do about it
	 */
	public EngineUnavailableException(String reason, String remedy) {
		super("The event-loop engine is not available: " + reason);
		this.remedy = remedy;
	}

	/**
	 * Return what to do about it.
	 * @return the advice, in whole sentences
	 */
	public String getRemedy() {
		return this.remedy;
	}

}
