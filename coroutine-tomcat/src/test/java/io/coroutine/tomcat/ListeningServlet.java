package io.coroutine.tomcat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Reads the body of a request by a listener, and answers with what it has read in the way
 * that the request asks for.
 */
final class ListeningServlet implements TestServer.Handler {

	/** How a request wants to be treated: the value of the parameter {@code how}. */
	enum How {

		/** The listener answers when it has been told of the end of the body. */
		AT_THE_END,

		/** It has the answer written by a listener. */
		BY_LISTENER,

		/** The listener for writing is there before the end of the body has been read. */
		LISTENER_FIRST,

		/** It has the answer written by a dispatch. */
		BY_DISPATCH,

		/** Another thread answers when the listener has returned. */
		BY_THREAD,

		/** The listener is set by another thread. */
		SET_BY_THREAD,

		/** The first data is answered, and the rest is left. */
		AT_ONCE,

		/** The request is answered before anything has been read. */
		UNREAD,

		/** The listener fails at the end of the body. */
		FAIL

	}

	private final Semaphore received = new Semaphore(0);

	/**
	 * Wait until so many bytes have come since the last call.
	 */
	void awaitReceived(int bytes) throws InterruptedException {
		assertThat(this.received.tryAcquire(bytes, 60, TimeUnit.SECONDS)).isTrue();
	}

	@Override
	public void handle(HttpServletRequest request, HttpServletResponse response) throws IOException {
		if (request.getAttribute("body") != null) {
			response.getWriter().print("dispatched " + request.getAttribute("body"));
			return;
		}
		AsyncContext context = request.startAsync();
		context.setTimeout(0);
		Listener listener = new Listener(How.valueOf(request.getParameter("how")), context);
		switch (listener.how) {
			case SET_BY_THREAD -> context.start(() -> {
				try {
					request.getInputStream().setReadListener(listener);
				}
				catch (IOException ex) {
					throw new UncheckedIOException(ex);
				}
			});
			case UNREAD -> {
				request.getInputStream().setReadListener(listener);
				listener.answer("unread");
			}
			default -> request.getInputStream().setReadListener(listener);
		}
	}

	private final class Listener implements ReadListener {

		private final How how;

		private final AsyncContext context;

		private final ByteArrayOutputStream body = new ByteArrayOutputStream();

		private boolean answered;

		Listener(How how, AsyncContext context) {
			this.how = how;
			this.context = context;
		}

		@Override
		public void onDataAvailable() throws IOException {
			ServletInputStream in = this.context.getRequest().getInputStream();
			if (this.how == How.LISTENER_FIRST && !this.answered) {
				this.answered = true;
				answerByListener("first");
			}
			byte[] buffer = new byte[100];
			while (in.isReady()) {
				int count = in.read(buffer);
				if (count < 0) {
					break;
				}
				this.body.write(buffer, 0, count);
				ListeningServlet.this.received.release(count);
				if (this.how == How.AT_ONCE) {
					answer("early " + text());
					return;
				}
			}
		}

		@Override
		public void onAllDataRead() throws IOException {
			HttpServletRequest request = (HttpServletRequest) this.context.getRequest();
			String text = text() + " " + request.getTrailerFields();
			switch (this.how) {
				case BY_LISTENER -> answerByListener(text);
				case BY_DISPATCH -> {
					request.setAttribute("body", text);
					this.context.dispatch();
				}
				case BY_THREAD -> this.context.start(() -> {
					try {
						answer(text);
					}
					catch (IOException ex) {
						throw new UncheckedIOException(ex);
					}
				});
				case FAIL -> throw new IOException("as the test wants it");
				case AT_ONCE, UNREAD, LISTENER_FIRST -> {
				}
				default -> answer(text);
			}
		}

		@Override
		public void onError(Throwable failure) {
			this.context.complete();
		}

		private String text() {
			return this.body.toString(StandardCharsets.ISO_8859_1);
		}

		private void answer(String text) throws IOException {
			this.context.getResponse().getOutputStream().print(text);
			this.context.complete();
		}

		private void answerByListener(String text) throws IOException {
			ServletOutputStream out = this.context.getResponse().getOutputStream();
			out.setWriteListener(new WriteListener() {

				@Override
				public void onWritePossible() throws IOException {
					if (out.isReady()) {
						answer(text);
					}
				}

				@Override
				public void onError(Throwable failure) {
					Listener.this.context.complete();
				}

			});
		}

	}

}
