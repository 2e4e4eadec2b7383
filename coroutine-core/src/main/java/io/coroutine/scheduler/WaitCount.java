package io.coroutine.scheduler;

/**
 * Counts the waits for sockets of one kind: those of threads and, apart for connections
 * of the web server, those of listeners.
 *
 * @param waits where to count
 * @param kind the kind
 */
record WaitCount(SocketWaits waits, SocketKind kind) {

	/**
	 * Called when a wait has begun.
	 */
	void begun(Object waiter) {
		this.waits.add(kindFor(waiter), 1);
	}

	/**
	 * Called by the one who has ended a wait.
	 */
	void ended(Object waiter) {
		this.waits.add(kindFor(waiter), -1);
	}

	private SocketKind kindFor(Object waiter) {
		return (this.kind == SocketKind.HTTP_IN && !(waiter instanceof Thread)) ? SocketKind.HTTP_IDLE : this.kind;
	}

}
