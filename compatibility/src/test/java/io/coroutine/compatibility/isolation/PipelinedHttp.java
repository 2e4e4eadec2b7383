package io.coroutine.compatibility.isolation;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

import io.coroutine.compatibility.Answer;
import io.coroutine.compatibility.HttpConnection;

/**
 * HTTP/1.1 with the requests pipelined on one connection.
 */
final class PipelinedHttp implements Transport {

	private final HttpConnection connection;

	PipelinedHttp(int port) throws IOException {
		this.connection = new HttpConnection(port);
	}

	@Override
	public List<Answer> exchange(String path, List<Token> requests) throws IOException {
		StringBuilder all = new StringBuilder();
		for (Token token : requests) {
			all.append("GET ").append(path).append(" HTTP/1.1\r\nHost: test\r\nX-Token: ").append(token);
			all.append("\r\nAuthorization: ").append(token.authorization());
			all.append("\r\ntraceparent: ").append(token.traceParent()).append("\r\n\r\n");
		}
		this.connection.send(all.toString().getBytes(StandardCharsets.ISO_8859_1));
		List<Answer> answers = new ArrayList<>();
		for (int i = 0; i < requests.size(); i++) {
			answers.add(this.connection.receive(false));
		}
		return answers;
	}

	@Override
	public void close() throws IOException {
		this.connection.close();
	}

}
