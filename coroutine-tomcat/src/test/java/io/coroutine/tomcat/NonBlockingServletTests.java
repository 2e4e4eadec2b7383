package io.coroutine.tomcat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import io.coroutine.test.Eventually;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Non-blocking input and output of servlets.
 */
class NonBlockingServletTests {

	private static final byte[] CONTENT = new byte[8_000_000];

	private static final int SHORT = 200;

	private static final int LONG = 3_600_000;

	static {
		new Random(5).nextBytes(CONTENT);
	}

	private final CountDownLatch failed = new CountDownLatch(1);

	/**
	 * Reads the body as it comes, then writes the content as the client takes it.
	 */
	private void serve(HttpServletRequest request, HttpServletResponse response) throws IOException {
		AsyncContext context = request.startAsync();
		context.setTimeout(0);
		ServletInputStream in = request.getInputStream();
		ByteArrayOutputStream body = new ByteArrayOutputStream();
		in.setReadListener(new ReadListener() {

			@Override
			public void onDataAvailable() throws IOException {
				byte[] buffer = new byte[1000];
				while (in.isReady() && !in.isFinished()) {
					int count = in.read(buffer);
					if (count > 0) {
						body.write(buffer, 0, count);
					}
				}
			}

			@Override
			public void onAllDataRead() throws IOException {
				response.setHeader("Received", "" + body.size());
				response.setContentLength(CONTENT.length);
				ServletOutputStream out = response.getOutputStream();
				out.setWriteListener(new Writer(out, context));
			}

			@Override
			public void onError(Throwable failure) {
				NonBlockingServletTests.this.failed.countDown();
				context.complete();
			}

		});
	}

	private TestServer server() throws IOException {
		return TestServer.ofCoroutines()
			.serve("/", this::serve)
			.serve("/first", (request, response) -> response.getWriter().print("OK"));
	}

	@Test
	void whenBodyComesInPiecesAndClientReadsSlowlyThenAllIsTransferred() throws Exception {
		try (TestServer server = server().start()) {
			try (RawClient client = server.connect()) {
				for (int round = 0; round < 2; round++) {
					client.send("POST / HTTP/1.1\r\nHost: test\r\nContent-Length: 60000\r\n\r\n");
					for (int i = 0; i < 3; i++) {
						client.send(new byte[20_000]);
						Thread.sleep(20);
					}
					Thread.sleep(200);
					RawClient.Response response = client.response();
					assertThat(response.headers()).containsEntry("received", "60000");
					assertThat(response.body()).isEqualTo(CONTENT);
				}
			}
			server.awaitNothingLeft();
		}
	}

	@Test
	void whenBodyStopsComingThenListenerIsToldInTime() throws Exception {
		try (TestServer server = server().with((protocol) -> protocol.setKeepAliveTimeout(LONG)).start()) {
			try (RawClient client = server.connect()) {
				assertThat(client.get("/first").text()).isEqualTo("OK");
				server.protocol().setConnectionTimeout(SHORT);
				client.send("POST / HTTP/1.1\r\nHost: test\r\nContent-Length: 10\r\n\r\nabc");
				assertThat(this.failed.await(60, TimeUnit.SECONDS)).isTrue();
				client.all();
			}
			server.awaitNothingLeft();
		}
	}

	@Test
	void whenClientNeverReadsThenListenerIsToldInTime() throws Exception {
		try (TestServer server = server().start()) {
			try (RawClient client = server.connect()) {
				assertThat(client.get("/first").text()).isEqualTo("OK");
				server.endpoint().getConnections().forEach((connection) -> connection.setWriteTimeout(SHORT));
				client.send("POST / HTTP/1.1\r\nHost: test\r\nContent-Length: 0\r\n\r\n");
				assertThat(this.failed.await(60, TimeUnit.SECONDS)).isTrue();
				Eventually.until("the connection has gone", () -> server.protocol().getConnectionCount() == 0);
			}
			server.awaitNothingLeft();
		}
	}

	/**
	 * Writes the content as far as there is room, again and again.
	 */
	private final class Writer implements WriteListener {

		private final ServletOutputStream out;

		private final AsyncContext context;

		private int written;

		Writer(ServletOutputStream out, AsyncContext context) {
			this.out = out;
			this.context = context;
		}

		@Override
		public void onWritePossible() throws IOException {
			while (this.out.isReady()) {
				if (this.written == CONTENT.length) {
					this.context.complete();
					return;
				}
				int count = Math.min(30_000, CONTENT.length - this.written);
				this.out.write(CONTENT, this.written, count);
				this.written += count;
			}
		}

		@Override
		public void onError(Throwable failure) {
			NonBlockingServletTests.this.failed.countDown();
			this.context.complete();
		}

	}

}
