package io.coroutine.tomcat;

import java.io.IOException;
import java.util.concurrent.CountDownLatch;

import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.http.HttpUpgradeHandler;
import jakarta.servlet.http.WebConnection;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Servlets that change the protocol of their connection.
 */
class UpgradeTests {

	private static final CountDownLatch destroyed = new CountDownLatch(2);

	private static TestServer server(Class<? extends HttpUpgradeHandler> type) throws Exception {
		return TestServer.ofCoroutines().serve("/", (request, response) -> {
			response.setHeader("Upgrade", "echo");
			response.setHeader("Connection", "upgrade");
			request.upgrade(type);
		}).start();
	}

	private static void upgradeAndEcho(RawClient client) throws IOException {
		client.send("GET / HTTP/1.1\r\nHost: test\r\nUpgrade: echo\r\nConnection: upgrade\r\n\r\nfirst\n");
		assertThat(client.response().status()).startsWith("HTTP/1.1 101");
		assertThat(client.line()).isEqualTo("first");
		for (int i = 0; i < 20; i++) {
			client.send("li").send("ne " + i + "\n");
			assertThat(client.line()).isEqualTo("line " + i);
		}
	}

	/**
	 * As with Tomcat's own connectors, the connection stays until the stop, since nothing
	 * tells the container that the handler has closed it.
	 */
	@Test
	void whenUpgradedHandlerBlocksThenItReadsAndWrites() throws Exception {
		try (TestServer server = server(BlockingEcho.class); RawClient client = server.connect()) {
			upgradeAndEcho(client);
		}
	}

	@Test
	void whenUpgradedHandlerListensThenItReadsAndWrites() throws Exception {
		try (TestServer server = server(ListeningEcho.class)) {
			try (RawClient client = server.connect()) {
				upgradeAndEcho(client);
			}
			server.awaitNothingLeft();
			assertThat(destroyed.getCount()).isLessThan(2);
		}
	}

	/**
	 * Sends back what comes, in a thread of its own.
	 */
	public static final class BlockingEcho implements HttpUpgradeHandler {

		@Override
		public void init(WebConnection connection) {
			Thread.ofVirtual().start(() -> {
				try (connection) {
					ServletInputStream in = connection.getInputStream();
					ServletOutputStream out = connection.getOutputStream();
					for (int next = in.read(); next >= 0; next = in.read()) {
						out.write(next);
						if (next == '\n') {
							out.flush();
						}
					}
				}
				catch (Exception ex) {
					// The client has gone
				}
			});
		}

		@Override
		public void destroy() {
			destroyed.countDown();
		}

	}

	/**
	 * Sends back what comes, when it comes.
	 */
	public static final class ListeningEcho implements HttpUpgradeHandler {

		@Override
		public void init(WebConnection connection) {
			try {
				ServletInputStream in = connection.getInputStream();
				ServletOutputStream out = connection.getOutputStream();
				in.setReadListener(new ReadListener() {

					@Override
					public void onDataAvailable() throws IOException {
						byte[] buffer = new byte[100];
						while (in.isReady()) {
							int count = in.read(buffer);
							if (count < 0) {
								close();
								return;
							}
							out.write(buffer, 0, count);
							out.flush();
						}
					}

					@Override
					public void onAllDataRead() {
						close();
					}

					@Override
					public void onError(Throwable failure) {
						close();
					}

					private void close() {
						try {
							connection.close();
						}
						catch (Exception ex) {
							throw new IllegalStateException(ex);
						}
					}

				});
			}
			catch (IOException ex) {
				throw new java.io.UncheckedIOException(ex);
			}
		}

		@Override
		public void destroy() {
			destroyed.countDown();
		}

	}

}
