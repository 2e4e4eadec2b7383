package io.coroutine.internal.hook;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * A proxy that speaks SOCKS 4 and 5, writes down what it is asked, and is itself the
 * destination of all connections: it sends back what it receives.
 */
final class SocksServer implements AutoCloseable {

	static final int NO_AUTHENTICATION = 0;

	static final int PASSWORD = 2;

	private final ServerSocket server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());

	private final List<String> requests = new CopyOnWriteArrayList<>();

	private final int method;

	private final int reply;

	private final Thread accepting;

	/**
	 * Start a proxy.
	 * @param method how clients of SOCKS 5 authenticate
	 * @param reply what the proxy says in the end
	 */
	SocksServer(int method, int reply) throws IOException {
		this.method = method;
		this.reply = reply;
		this.accepting = Thread.ofVirtual().start(this::serve);
	}

	Proxy proxy() {
		return new Proxy(Proxy.Type.SOCKS, address());
	}

	InetSocketAddress address() {
		return (InetSocketAddress) this.server.getLocalSocketAddress();
	}

	/**
	 * Return what has been asked, each as {@code version user destination}.
	 */
	List<String> requests() {
		return this.requests;
	}

	private void serve() {
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
			DataInputStream in = new DataInputStream(accepted.getInputStream());
			OutputStream out = accepted.getOutputStream();
			if (in.readByte() == 4) {
				serveVersion4(in, out);
			}
			else {
				serveVersion5(in, out);
			}
			in.transferTo(out);
		}
		catch (IOException ex) {
			// The client has given up
		}
	}

	private void serveVersion4(DataInputStream in, OutputStream out) throws IOException {
		in.readByte();
		int port = in.readUnsignedShort();
		String host = InetAddress.getByAddress(in.readNBytes(4)).getHostAddress();
		StringBuilder user = new StringBuilder();
		for (int letter = in.read(); letter > 0; letter = in.read()) {
			user.append((char) letter);
		}
		this.requests.add("4 " + user + " " + host + ":" + port);
		out.write(new byte[] { 0, (byte) this.reply, 0, 0, 0, 0, 0, 0 });
	}

	private void serveVersion5(DataInputStream in, OutputStream out) throws IOException {
		in.readNBytes(in.readByte());
		out.write(new byte[] { 5, (byte) this.method });
		String user = "-";
		if (this.method == PASSWORD) {
			in.readByte();
			user = text(in) + "/" + text(in);
			out.write(new byte[] { 1, 0 });
		}
		in.readNBytes(3);
		String host = switch (in.readByte()) {
			case 1 -> InetAddress.getByAddress(in.readNBytes(4)).getHostAddress();
			case 3 -> text(in);
			default -> InetAddress.getByAddress(in.readNBytes(16)).getHostAddress();
		};
		this.requests.add("5 " + user + " " + host + ":" + in.readUnsignedShort());
		out.write(new byte[] { 5, (byte) this.reply, 0, 1, 127, 0, 0, 1, 0, 1 });
	}

	private static String text(DataInputStream in) throws IOException {
		return new String(in.readNBytes(in.readUnsignedByte()), StandardCharsets.ISO_8859_1);
	}

	/**
	 * Refuse connections from now on. The descriptor lives until the thread that accepts
	 * has left it, so this waits for that thread.
	 */
	@Override
	public void close() throws IOException {
		this.server.close();
		try {
			this.accepting.join();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

}
