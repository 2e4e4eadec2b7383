package io.coroutine.compatibility.client;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;

/**
 * A server for one kind of client, on threads of its own.
 */
final class ScriptedServer implements AutoCloseable {

	private final ServerSocket server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());

	private final SocketClient client;

	private final SocketClient.Answer answer;

	ScriptedServer(SocketClient client, SocketClient.Answer answer) throws IOException {
		this.client = client;
		this.answer = answer;
		Thread.ofVirtual().start(this::accept);
	}

	int port() {
		return this.server.getLocalPort();
	}

	private void accept() {
		try {
			while (true) {
				Socket accepted = this.server.accept();
				Thread.ofVirtual().start(() -> serve(accepted));
			}
		}
		catch (IOException ex) {
			// The test is over
		}
	}

	private void serve(Socket accepted) {
		try (accepted) {
			try {
				this.client.serve(accepted.getInputStream(), accepted.getOutputStream(), this.answer);
			}
			finally {
				// Closed at once, the connection might be reset or not under what comes
				// still
				accepted.shutdownOutput();
				accepted.getInputStream().transferTo(OutputStream.nullOutputStream());
			}
		}
		catch (Exception ex) {
			// One of both has hung up
		}
	}

	@Override
	public void close() throws IOException {
		this.server.close();
	}

}
