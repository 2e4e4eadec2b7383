package io.coroutine.autoconfigure.stack;

import java.io.IOException;
import java.nio.charset.StandardCharsets;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

/**
 * Answers when the container tells it that it may write.
 */
class NonBlockingServlet extends HttpServlet {

	private static final long serialVersionUID = 1L;

	@Override
	protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
		byte[] stack = StackApplication.stack().getBytes(StandardCharsets.UTF_8);
		AsyncContext async = request.startAsync();
		ServletOutputStream output = response.getOutputStream();
		output.setWriteListener(new WriteListener() {

			@Override
			public void onWritePossible() throws IOException {
				output.write(stack);
				async.complete();
			}

			@Override
			public void onError(Throwable failure) {
				async.complete();
			}

		});
	}

}
