package io.coroutine.compatibility.starter;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;

/**
 * A port at which nobody accepts, and no more can wait for that: who wants to connect
 * gets no answer.
 */
final class FullListener implements AutoCloseable {

	private final ServerSocket listener;

	private final List<SocketChannel> waiting = new ArrayList<>();

	FullListener() throws IOException {
		this.listener = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"));
		for (int i = 0; i < 8; i++) {
			SocketChannel channel = SocketChannel.open();
			this.waiting.add(channel);
			channel.configureBlocking(false);
			channel.connect(new InetSocketAddress("127.0.0.1", port()));
		}
	}

	int port() {
		return this.listener.getLocalPort();
	}

	@Override
	public void close() throws IOException {
		for (SocketChannel channel : this.waiting) {
			channel.close();
		}
		this.listener.close();
	}

}
