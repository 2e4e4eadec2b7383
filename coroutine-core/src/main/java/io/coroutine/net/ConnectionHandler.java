package io.coroutine.net;

/**
 * What a {@link TcpServer} does with a connection, in blocking style.
 */
@FunctionalInterface
public interface ConnectionHandler {

	/**
	 * Serve a connection. Called in a coroutine of its own for each connection; when it
	 * returns the connection is closed.
	 * @param connection the connection
	 * @throws Exception to close the connection. One that tells of the connection or of
	 * the end of the server ({@link java.io.IOException}, {@link InterruptedException})
	 * is logged at level {@code DEBUG}, any other at level {@code ERROR}; the server goes
	 * on
	 */
	void handle(TcpConnection connection) throws Exception;

}
