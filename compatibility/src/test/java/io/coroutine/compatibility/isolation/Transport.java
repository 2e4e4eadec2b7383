package io.coroutine.compatibility.isolation;

import java.io.IOException;
import java.util.List;

import io.coroutine.compatibility.Answer;

/**
 * Takes requests to the service, several at once.
 */
interface Transport extends AutoCloseable {

	/**
	 * Send requests before any answer is read.
	 * @return the answers, in the order of the requests
	 */
	List<Answer> exchange(String path, List<Token> requests) throws IOException;

	@Override
	void close() throws IOException;

	/**
	 * Opens connections.
	 */
	interface Factory {

		Transport connect(int port) throws IOException;

	}

}
