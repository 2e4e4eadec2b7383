package io.coroutine.tomcat;

import java.io.IOException;
import java.net.InetSocketAddress;

import io.coroutine.linux.SocketAddresses;
import io.coroutine.net.StreamSocket;
import org.apache.tomcat.util.net.SocketWrapperBase;
import org.jspecify.annotations.Nullable;

/**
 * The addresses of a connection, made into text when somebody asks. Tomcat asks in one
 * thread at a time and keeps what it gets.
 */
abstract class AddressedConnection extends SocketWrapperBase<StreamSocket> {

	/** Kept from the beginning, as the system forgets it when the peer resets. */
	private final byte[] peer;

	AddressedConnection(StreamSocket socket, CoroutineEndpoint endpoint, byte[] peer) {
		super(socket, endpoint);
		this.peer = peer;
	}

	@Override
	protected void populateRemoteHost() {
		this.remoteHost = SocketAddresses.decode(this.peer).getAddress().getHostName();
	}

	@Override
	protected void populateRemoteAddr() {
		this.remoteAddr = SocketAddresses.decode(this.peer).getAddress().getHostAddress();
	}

	@Override
	protected void populateRemotePort() {
		this.remotePort = SocketAddresses.decode(this.peer).getPort();
	}

	@Override
	protected void populateLocalName() {
		InetSocketAddress address = localAddress();
		if (address != null) {
			this.localName = address.getAddress().getHostName();
		}
	}

	@Override
	protected void populateLocalAddr() {
		InetSocketAddress address = localAddress();
		if (address != null) {
			this.localAddr = address.getAddress().getHostAddress();
		}
	}

	@Override
	protected void populateLocalPort() {
		InetSocketAddress address = localAddress();
		if (address != null) {
			this.localPort = address.getPort();
		}
	}

	private @Nullable InetSocketAddress localAddress() {
		try {
			return getSocket().localAddress();
		}
		catch (IOException ex) {
			return null;
		}
	}

}
