package io.coroutine.tomcat;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.util.List;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Clients that take a response so slowly that the connection time-out passes before there
 * is room to go on: they are cut off, as on Tomcat's own connector. By default the system
 * has room for some megabytes, and tells of it when a third of that is free.
 */
class SlowReaderTests {

	/** Shorter than a client needs to take a third of what the system holds for it. */
	private static final int TIMEOUT_MILLIS = 500;

	private static final int LENGTH = 20_000_000;

	/** A client that has not been cut off by then has taken too long. */
	private static final int MOST_PIECES = 100;

	/**
	 * How a response is written.
	 */
	enum Way {

		/** All at once. */
		AT_ONCE(4096),

		/** Piece by piece, in chunks, each of which is flushed. */
		FLUSHED(4096),

		/** As there is room for it, which a listener hears of each time. */
		BY_LISTENER(500);

		/** What a client takes four times in a time-out. */
		private final int piece;

		Way(int piece) {
			this.piece = piece;
		}

	}

	@ParameterizedTest
	@EnumSource
	void whenClientTakesALittleNowAndThenThenItIsCutOff(Way way) throws Exception {
		assertCutOff(TestServer.ofCoroutines(), way);
		assertCutOff(TestServer.ofStock(), way);
	}

	/**
	 * A listener does not fill what the system has for a connection, so there is room
	 * again as soon as a little has been taken.
	 */
	@Test
	void whenClientTakesALittleInTimeThenListenerGoesOn() throws Exception {
		try (TestServer ours = patient(TestServer.ofCoroutines());
				TestServer stock = patient(TestServer.ofStock());
				Socket ourClient = request(ours, 4096);
				Socket stockClient = request(stock, 4096)) {
			for (int i = 0; i < 24; i++) {
				for (Socket client : List.of(ourClient, stockClient)) {
					assertThat(client.getInputStream().readNBytes(4096)).hasSize(4096);
				}
				Thread.sleep(250);
			}
			assertThat(ours.hasConnections()).isTrue();
			assertThat(stock.hasConnections()).isTrue();
		}
	}

	/**
	 * The time-out is far longer than the client needs to take what a listener writes at
	 * a time, but not a third of a buffer.
	 */
	private static TestServer patient(TestServer server) throws Exception {
		server.connector().setProperty("socket.txBufSize", "150000");
		return server.serve("/", (request, response) -> serve(Way.BY_LISTENER, request, response))
			.with((protocol) -> protocol.setConnectionTimeout(3000))
			.start();
	}

	private static void assertCutOff(TestServer unstarted, Way way) throws Exception {
		try (TestServer server = unstarted.serve("/", (request, response) -> serve(way, request, response))
			.with((protocol) -> protocol.setConnectionTimeout(TIMEOUT_MILLIS))
			.start()) {
			try (Socket socket = request(server, 65_536)) {
				int pieces = 0;
				// Only once there is an answer, the server must know of the connection
				do {
					assertThat(pieces++).isLessThan(MOST_PIECES);
					assertThat(socket.getInputStream().readNBytes(way.piece)).hasSize(way.piece);
					Thread.sleep(TIMEOUT_MILLIS / 4);
				}
				while (server.hasConnections());
				assertThat(length(socket.getInputStream()) + pieces * way.piece).isLessThan(LENGTH);
			}
		}
	}

	/**
	 * Send the request until it is not too late for that, as may happen on a busy
	 * machine.
	 */
	private static Socket request(TestServer server, int receiveBuffer) throws IOException {
		for (int i = 0; i < 100; i++) {
			Socket socket = new Socket();
			try {
				socket.setReceiveBufferSize(receiveBuffer);
				socket.connect(new InetSocketAddress("127.0.0.1", server.port()));
				socket.getOutputStream().write("GET / HTTP/1.1\r\nHost: test\r\n\r\n".getBytes());
				if (socket.getInputStream().read() >= 0) {
					return socket;
				}
			}
			catch (SocketException ex) {
				// It was too late
			}
			socket.close();
		}
		throw new EOFException("No request was in time");
	}

	private static int length(InputStream in) throws IOException {
		byte[] buffer = new byte[100_000];
		int length = 0;
		try {
			for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
				length += count;
			}
		}
		catch (SocketException ex) {
			// A reset is an end, too
		}
		return length;
	}

	private static void serve(Way way, HttpServletRequest request, HttpServletResponse response) throws IOException {
		ServletOutputStream out = response.getOutputStream();
		switch (way) {
			case AT_ONCE -> out.write(new byte[LENGTH]);
			case FLUSHED -> {
				for (int i = 0; i < LENGTH / 1000; i++) {
					out.write(new byte[1000]);
					out.flush();
				}
			}
			case BY_LISTENER -> {
				AsyncContext context = request.startAsync();
				context.setTimeout(0);
				out.setWriteListener(new Writer(context, out));
			}
			default -> throw new AssertionError(way);
		}
	}

	private static final class Writer implements WriteListener {

		private final AsyncContext context;

		private final ServletOutputStream out;

		private int left = LENGTH / 1000;

		Writer(AsyncContext context, ServletOutputStream out) {
			this.context = context;
			this.out = out;
		}

		@Override
		public void onWritePossible() throws IOException {
			while (this.out.isReady()) {
				if (this.left-- == 0) {
					this.context.complete();
					return;
				}
				this.out.write(new byte[1000]);
			}
		}

		@Override
		public void onError(Throwable failure) {
			this.context.complete();
		}

	}

}
