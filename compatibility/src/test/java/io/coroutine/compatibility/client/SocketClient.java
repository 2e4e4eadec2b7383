package io.coroutine.compatibility.client;

import java.io.BufferedReader;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Hashtable;
import java.util.Properties;

import javax.naming.Context;
import javax.naming.directory.SearchControls;
import javax.naming.ldap.InitialLdapContext;

import jakarta.mail.Message;
import jakarta.mail.Session;
import jakarta.mail.Transport;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import redis.clients.jedis.Jedis;

/**
 * Clients on {@link java.net.Socket}: each with one call, and with as much of a server as
 * that call needs.
 */
enum SocketClient {

	JEDIS {

		@Override
		String call(int port, int timeoutMillis) {
			try (Jedis jedis = new Jedis("127.0.0.1", port, timeoutMillis)) {
				return jedis.get("key");
			}
		}

		@Override
		void serve(InputStream in, OutputStream out, Answer answer) throws Exception {
			BufferedReader lines = lines(in);
			for (String line = lines.readLine(); line != null; line = lines.readLine()) {
				String command = "";
				for (int i = Integer.parseInt(line.substring(1)); i > 0; i--) {
					lines.readLine();
					String word = lines.readLine();
					command = (command.isEmpty()) ? word : command;
				}
				if (command.equals("GET")) {
					answer.await();
					send(out, "$5\r\nvalue\r\n");
				}
				else {
					send(out, "+OK\r\n");
				}
			}
		}

	},

	MAIL {

		@Override
		String call(int port, int timeoutMillis) throws Exception {
			Properties properties = new Properties();
			properties.put("mail.smtp.host", "127.0.0.1");
			properties.put("mail.smtp.port", String.valueOf(port));
			properties.put("mail.smtp.localhost", "test");
			if (timeoutMillis > 0) {
				properties.put("mail.smtp.timeout", String.valueOf(timeoutMillis));
			}
			MimeMessage message = new MimeMessage(Session.getInstance(properties));
			message.setFrom("from@test.example");
			message.setRecipient(Message.RecipientType.TO, new InternetAddress("to@test.example"));
			message.setText("Hello");
			Transport.send(message);
			return "sent";
		}

		@Override
		void serve(InputStream in, OutputStream out, Answer answer) throws Exception {
			send(out, "220 test\r\n");
			BufferedReader lines = lines(in);
			for (String line = lines.readLine(); line != null; line = lines.readLine()) {
				if (line.equals("DATA")) {
					send(out, "354 go on\r\n");
					while (!".".equals(line)) {
						line = lines.readLine();
					}
					answer.await();
				}
				send(out, (line.equals("QUIT")) ? "221 bye\r\n" : "250 fine\r\n");
			}
		}

	},

	LDAP {

		@Override
		@SuppressWarnings("BanJNDI") // The server is the one below
		String call(int port, int timeoutMillis) throws Exception {
			Hashtable<String, String> environment = new Hashtable<>();
			environment.put(Context.INITIAL_CONTEXT_FACTORY, "com.sun.jndi.ldap.LdapCtxFactory");
			environment.put(Context.PROVIDER_URL, "ldap://127.0.0.1:" + port);
			if (timeoutMillis > 0) {
				environment.put("com.sun.jndi.ldap.read.timeout", String.valueOf(timeoutMillis));
			}
			InitialLdapContext context = new InitialLdapContext(environment, null);
			try {
				return "more: " + context.search("dc=test", "(cn=me)", new SearchControls()).hasMore();
			}
			finally {
				context.close();
			}
		}

		@Override
		void serve(InputStream in, OutputStream out, Answer answer) throws Exception {
			DataInputStream data = new DataInputStream(in);
			while (true) {
				// A sequence of the number of the message and the operation, all short
				data.readByte();
				byte[] request = data.readNBytes(data.readUnsignedByte());
				byte operation = request[3];
				if (operation == SEARCH) {
					answer.await();
				}
				out.write(new byte[] { 0x30, 12, 2, 1, request[2], (byte) (operation + ((operation == SEARCH) ? 2 : 1)),
						7, 10, 1, 0, 4, 0, 4, 0 });
			}
		}

	};

	private static final byte SEARCH = 0x63;

	/**
	 * Make the call. It returns once the server has answered.
	 * @param timeoutMillis how long the client waits for an answer, 0 for ever
	 */
	abstract String call(int port, int timeoutMillis) throws Exception;

	/**
	 * Serve a connection until the client ends it.
	 * @param answer to be awaited before the call is answered
	 */
	abstract void serve(InputStream in, OutputStream out, Answer answer) throws Exception;

	private static BufferedReader lines(InputStream in) {
		return new BufferedReader(new InputStreamReader(in, StandardCharsets.US_ASCII));
	}

	private static void send(OutputStream out, String text) throws IOException {
		out.write(text.getBytes(StandardCharsets.US_ASCII));
	}

	/**
	 * When to answer.
	 */
	interface Answer {

		/**
		 * Wait until it is time.
		 * @throws IOException if the server hangs up instead
		 */
		void await() throws IOException, InterruptedException;

	}

}
