package io.coroutine.tomcat;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.CompletionHandler;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

import io.coroutine.internal.linux.SocketAddresses;
import io.coroutine.internal.socket.StreamSocket;
import org.apache.tomcat.util.net.ApplicationBufferHandler;
import org.apache.tomcat.util.net.SSLSupport;
import org.apache.tomcat.util.net.SendfileDataBase;
import org.apache.tomcat.util.net.SendfileState;
import org.apache.tomcat.util.net.SocketWrapperBase;
import org.jspecify.annotations.Nullable;

/**
 * What Tomcat can ask of a connection without TLS beside reading and writing: its
 * addresses, which are made into text when somebody asks, and kept. All that needs TLS,
 * sendfile or completion handlers is refused. Tomcat asks in one thread at a time.
 */
abstract class PlainConnection extends SocketWrapperBase<StreamSocket> {

	/** Kept from the beginning, as the system forgets it when the peer resets. */
	private final byte[] peer;

	PlainConnection(StreamSocket socket, CoroutineEndpoint endpoint, byte[] peer) {
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

	@Override
	public @Nullable SSLSupport getSslSupport() {
		return null;
	}

	@Override
	public void doClientAuth(SSLSupport sslSupport) {
		throw new UnsupportedOperationException("TLS is not supported");
	}

	@Override
	public SendfileDataBase createSendfileData(String filename, long position, long length) {
		throw new UnsupportedOperationException("Sendfile is not supported");
	}

	@Override
	public SendfileState processSendfile(SendfileDataBase data) {
		throw new UnsupportedOperationException("Sendfile is not supported");
	}

	/**
	 * Does nothing: only TLS needs to know where the data goes.
	 */
	@Override
	public void setAppReadBufHandler(ApplicationBufferHandler handler) {
	}

	@Override
	protected <A> OperationState<A> newOperationState(boolean read, ByteBuffer[] buffers, int offset, int length,
			BlockingMode block, long timeout, TimeUnit unit, A attachment, CompletionCheck check,
			CompletionHandler<Long, ? super A> handler, Semaphore semaphore,
			VectoredIOCompletionHandler<A> completion) {
		throw new UnsupportedOperationException("Operations with completion handlers are not supported");
	}

}
