package io.coroutine.tomcat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Set;

import jakarta.websocket.OnMessage;
import jakarta.websocket.OnOpen;
import jakarta.websocket.Session;
import jakarta.websocket.server.ServerEndpoint;
import org.apache.catalina.Lifecycle;
import org.apache.catalina.LifecycleEvent;
import org.apache.catalina.LifecycleException;
import org.apache.tomcat.websocket.server.WsSci;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The end of WebSocket sessions, byte for byte as on Tomcat's own connector.
 */
class WebSocketTests {

	private static final int OPENING = 0x81;

	private static final int CLOSING = 0x88;

	/**
	 * What ends a session.
	 */
	enum End {

		/** The application stops, and tells the client. */
		CONTEXT("1001") {

			@Override
			void bring(TestServer server, RawClient client) throws LifecycleException {
				server.context().stop();
			}

		},

		/** Tomcat stops, the application first. */
		TOMCAT("1001") {

			@Override
			void bring(TestServer server, RawClient client) throws LifecycleException {
				server.tomcat().stop();
			}

		},

		/** The application is asked to end it. */
		SERVER("1000") {

			@Override
			void bring(TestServer server, RawClient client) throws IOException {
				send(client, OPENING, "end".getBytes());
			}

		},

		/** The client ends it. */
		CLIENT("1000") {

			@Override
			void bring(TestServer server, RawClient client) throws IOException {
				send(client, CLOSING, new byte[] { 3, (byte) 0xe8 });
			}

		};

		private final String code;

		End(String code) {
			this.code = code;
		}

		abstract void bring(TestServer server, RawClient client) throws LifecycleException, IOException;

	}

	@ParameterizedTest
	@EnumSource
	void whenSessionEndsThenClientIsTold(End end) throws Exception {
		String seen = endOf(server(TestServer.ofCoroutines()), end);
		assertThat(seen).startsWith(end.code).isEqualTo(endOf(server(TestServer.ofStock()), end));
	}

	private static String endOf(TestServer unstarted, End end) throws Exception {
		try (TestServer server = unstarted.start(); RawClient client = open(server)) {
			end.bring(server, client);
			byte[] frame = frame(client, CLOSING);
			int code = ByteBuffer.wrap(frame).getShort();
			if (end != End.CLIENT) {
				send(client, CLOSING, frame);
			}
			client.all();
			return code + " " + HexFormat.of().formatHex(frame);
		}
	}

	/**
	 * What nobody has read when a socket is closed makes the system reset the connection.
	 */
	@Test
	void whenClientAnswersTheEndAsConnectorStopsThenItIsRead() throws Exception {
		try (TestServer server = server(TestServer.ofCoroutines()).start(); RawClient client = open(server)) {
			server.connector().addLifecycleListener((event) -> answerTheEnd(event, client));
			server.tomcat().stop();
			assertThat(client.socket().getInputStream().read()).isNegative();
		}
	}

	private static void answerTheEnd(LifecycleEvent event, RawClient client) {
		if (Lifecycle.BEFORE_STOP_EVENT.equals(event.getType())) {
			try {
				send(client, CLOSING, frame(client, CLOSING));
			}
			catch (IOException ex) {
				throw new UncheckedIOException(ex);
			}
		}
	}

	@Test
	void whenClientNeverAnswersTheEndThenConnectorStopsAllTheSame() throws Exception {
		try (TestServer server = server(TestServer.ofCoroutines()).start(); RawClient client = open(server)) {
			server.endpoint().setLingeringClose(Duration.ofMillis(50));
			server.tomcat().stop();
			assertThat(frame(client, CLOSING)).isNotEmpty();
			assertThat(client.isEnded()).isTrue();
		}
	}

	private static TestServer server(TestServer server) {
		server.context().addServletContainerInitializer(new WsSci(), Set.of(Echo.class));
		// Its filter needs a servlet behind it
		return server.serve("/", (request, response) -> response.getWriter().print("OK"));
	}

	private static RawClient open(TestServer server) throws IOException {
		RawClient client = server.connect();
		client.send("GET /echo HTTP/1.1\r\nHost: test\r\nUpgrade: websocket\r\nConnection: upgrade\r\n"
				+ "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n");
		assertThat(client.response().status()).startsWith("HTTP/1.1 101");
		send(client, OPENING, "hello".getBytes());
		assertThat(frame(client, OPENING)).asString().isEqualTo("hello");
		return client;
	}

	/**
	 * Send a short frame. Its mask is zero, so that it leaves the payload as it is.
	 */
	private static void send(RawClient client, int kind, byte[] payload) throws IOException {
		client.send(ByteBuffer.allocate(6 + payload.length)
			.put((byte) kind)
			.put((byte) (0x80 | payload.length))
			.putInt(0)
			.put(payload)
			.array());
	}

	/**
	 * Read a short frame.
	 */
	private static byte[] frame(RawClient client, int kind) throws IOException {
		byte[] head = client.socket().getInputStream().readNBytes(2);
		if (head.length < 2) {
			throw new SocketException("The connection ends without a frame");
		}
		assertThat(Byte.toUnsignedInt(head[0])).isEqualTo(kind);
		return client.socket().getInputStream().readNBytes(head[1]);
	}

	/**
	 * Sends back what comes, until it is told to end.
	 */
	@ServerEndpoint("/echo")
	public static class Echo {

		/**
		 * Called at the beginning: the end is sent however long that takes on a busy
		 * machine.
		 * @param session the session
		 */
		@OnOpen
		public void open(Session session) {
			session.getUserProperties().put("org.apache.tomcat.websocket.ABNORMAL_SESSION_CLOSE_SEND_TIMEOUT", 60_000L);
		}

		/**
		 * Called for each message.
		 * @param session its session
		 * @param text what it says
		 * @return the answer
		 * @throws IOException if the session cannot be ended
		 */
		@OnMessage
		public String receive(Session session, String text) throws IOException {
			if (text.equals("end")) {
				session.close();
				return null;
			}
			return text;
		}

	}

}
