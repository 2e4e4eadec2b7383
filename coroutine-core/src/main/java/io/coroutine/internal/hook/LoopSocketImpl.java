package io.coroutine.internal.hook;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.lang.ref.Cleaner;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.SocketException;
import java.net.SocketImpl;
import java.net.SocketOption;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

import io.coroutine.internal.jdk.HostMessages;
import io.coroutine.internal.linux.Errno;
import io.coroutine.internal.linux.SocketOptions;
import io.coroutine.internal.linux.Sockets;
import io.coroutine.internal.loop.EventLoopGroup;
import io.coroutine.internal.socket.Lingering;
import io.coroutine.internal.socket.LoopSocketOptions;
import io.coroutine.internal.socket.StreamSocket;
import io.coroutine.internal.socket.Turn;
import io.coroutine.scope.DeadlineScope;
import org.jspecify.annotations.Nullable;

/**
 * The implementation of {@link java.net.Socket} on event loops, for client sockets. It
 * does what the JDK's own implementation does, for all kinds of threads: what is not said
 * here is said there.
 * <p>
 * States: {@code NEW} → {@code UNCONNECTED} by create, → {@code CONNECTING} →
 * {@code CONNECTED} by connect, and from each to {@code CLOSED}. They change under
 * {@link #lock}, which is never held while waiting. Who makes it {@code CLOSED} closes
 * the descriptor after that. Methods may be called from any thread.
 * <p>
 * It connects to what it is told. Proxies are the matter of
 * {@link io.coroutine.internal.jdk.ProxiedSockets} in front of it.
 */
public final class LoopSocketImpl extends SocketImpl {

	/** Closes sockets that nobody refers to any more. */
	private static final Cleaner cleaner = Cleaner.create();

	private final Object lock = new Object();

	private final Supplier<EventLoopGroup> groups;

	/** Of those who read or connect. */
	private final Turn reading = Turn.uninterruptible();

	private final Turn writing = Turn.uninterruptible();

	private final LoopSocketInput input = new LoopSocketInput(this, this.reading);

	private final LoopSocketOutput output = new LoopSocketOutput(this, this.writing);

	private volatile State state = State.NEW;

	/** Written before the state changes from {@code NEW}. */
	private @Nullable StreamSocket socket;

	private Cleaner.@Nullable Cleanable closer;

	private volatile int timeoutMillis;

	private volatile boolean inputShutdown;

	private boolean outputShutdown;

	/**
	 * Create the implementation of a socket.
	 * @param groups where to get the loops when the descriptor is opened
	 */
	LoopSocketImpl(Supplier<EventLoopGroup> groups) {
		this.groups = groups;
	}

	@Override
	protected void create(boolean stream) throws IOException {
		if (!stream) {
			throw new IOException("Datagram socket creation not supported");
		}
		synchronized (this.lock) {
			if (this.state != State.NEW) {
				throw new IOException("Already created");
			}
			int descriptor = Sockets.open();
			try {
				StreamSocket opened = new StreamSocket(this.groups.get(), descriptor);
				this.closer = cleaner.register(this, opened::close);
				this.socket = opened;
				this.state = State.UNCONNECTED;
			}
			finally {
				if (this.state == State.NEW) {
					Sockets.close(descriptor);
				}
			}
		}
	}

	@Override
	protected void connect(String host, int port) throws IOException {
		connect(new InetSocketAddress(host, port), 0);
	}

	@Override
	protected void connect(InetAddress address, int port) throws IOException {
		connect(new InetSocketAddress(address, port), 0);
	}

	@Override
	protected void connect(SocketAddress remote, int timeout) throws IOException {
		if (!(remote instanceof InetSocketAddress inetRemote)) {
			throw new IOException("Unsupported address type");
		}
		if (inetRemote.isUnresolved()) {
			throw new UnknownHostException(HostMessages.ofHost(inetRemote.getHostName()));
		}
		InetAddress host = inetRemote.getAddress();
		long deadline = StreamSocket.deadlineIn(TimeUnit.MILLISECONDS.toNanos(timeout));
		try {
			// A connect under way ends before the next one is refused
			this.reading.take(StreamSocket.NO_DEADLINE, "Connect timed out");
			try {
				connectLocked((host.isAnyLocalAddress()) ? InetAddress.getLocalHost() : host, inetRemote.getPort(),
						deadline);
			}
			finally {
				this.reading.giveBack();
			}
		}
		catch (SocketTimeoutException ex) {
			close();
			throw ex;
		}
		catch (InterruptedIOException ex) {
			close();
			throw SocketFailures.closedByInterrupt(ex);
		}
		catch (IOException ex) {
			close();
			throw HostMessages.withAddress(ex, inetRemote);
		}
	}

	private void connectLocked(InetAddress host, int remotePort, long deadline) throws IOException {
		StreamSocket connecting = beginConnect(host, remotePort);
		connecting.kind(ConnectionCaller.kind());
		try {
			connecting.connect(host, remotePort, deadline);
			synchronized (this.lock) {
				if (isClosed()) {
					throw SocketFailures.closed();
				}
				this.localport = connecting.localAddress().getPort();
				this.state = State.CONNECTED;
			}
		}
		catch (IOException ex) {
			throw failure(ex);
		}
	}

	private StreamSocket beginConnect(InetAddress host, int remotePort) throws SocketException {
		synchronized (this.lock) {
			StreamSocket connecting = switch (this.state) {
				case NEW -> throw new SocketException("Not created");
				case CONNECTING -> throw new SocketException("Connection in progress");
				case CONNECTED -> throw new SocketException("Already connected");
				case UNCONNECTED, CLOSED -> open();
			};
			Sockets.checkFamily(host);
			this.state = State.CONNECTING;
			this.address = host;
			this.port = remotePort;
			return connecting;
		}
	}

	@Override
	protected void bind(InetAddress host, int localPort) throws IOException {
		synchronized (this.lock) {
			StreamSocket bound = open();
			if (this.localport != 0) {
				throw new SocketException("Already bound");
			}
			Sockets.checkFamily(host);
			Errno.check(Sockets.bind(bound.descriptor(), host, localPort));
			this.address = host;
			this.localport = bound.localAddress().getPort();
		}
	}

	@Override
	protected void listen(int backlog) throws IOException {
		throw new SocketException("A client socket cannot listen");
	}

	@Override
	protected void accept(SocketImpl accepted) throws IOException {
		throw new SocketException("A client socket cannot accept");
	}

	@Override
	protected InputStream getInputStream() {
		return this.input;
	}

	@Override
	protected OutputStream getOutputStream() {
		return this.output;
	}

	@Override
	protected int available() throws IOException {
		synchronized (this.lock) {
			StreamSocket connected = connected();
			return (this.inputShutdown) ? 0 : Errno.check(Sockets.available(connected.descriptor()));
		}
	}

	@Override
	protected void shutdownInput() throws IOException {
		synchronized (this.lock) {
			StreamSocket connected = connected();
			if (!this.inputShutdown) {
				connected.shutdown(Sockets.SHUT_RD);
				this.inputShutdown = true;
			}
		}
	}

	@Override
	protected void shutdownOutput() throws IOException {
		synchronized (this.lock) {
			StreamSocket connected = connected();
			if (!this.outputShutdown) {
				connected.shutdown(Sockets.SHUT_WR);
				this.outputShutdown = true;
			}
		}
	}

	@Override
	protected boolean supportsUrgentData() {
		return true;
	}

	@Override
	protected void sendUrgentData(int data) throws IOException {
		this.output.writeUrgent((byte) data);
	}

	@Override
	protected void close() {
		State previous;
		StreamSocket opened;
		Cleaner.Cleanable closing;
		synchronized (this.lock) {
			previous = this.state;
			opened = this.socket;
			closing = this.closer;
			this.state = State.CLOSED;
		}
		if (previous == State.CLOSED || opened == null || closing == null) {
			return;
		}
		try {
			opened.close(previous == State.CONNECTED && finishOutput(opened));
		}
		finally {
			closing.clean();
		}
	}

	/**
	 * End the output before the close, as unread data would make the kernel drop what is
	 * still to be sent; unless that is what the user wants. Then wait as the user wants,
	 * if no call is under way: that must end now.
	 * @return whether the thread is to wait in the kernel
	 */
	private boolean finishOutput(StreamSocket connected) {
		int linger = SocketOptions.getLinger(connected.descriptor());
		if (linger == 0) {
			return false;
		}
		// A call that is not seen here sees that the socket is closed
		boolean inUse = this.reading.isTaken() || this.writing.isTaken();
		Sockets.shutdown(connected.descriptor(), Sockets.SHUT_WR);
		if (linger < 0 || inUse) {
			return false;
		}
		if (!Thread.currentThread().isVirtual()) {
			return true;
		}
		Lingering.await(connected, linger);
		return false;
	}

	@Override
	protected Set<SocketOption<?>> supportedOptions() {
		return LoopSocketOptions.supported();
	}

	@Override
	protected <T> void setOption(SocketOption<T> option, @Nullable T value) throws IOException {
		LoopSocketOptions.check(option, value);
		synchronized (this.lock) {
			LoopSocketOptions.set(open().descriptor(), option, value);
		}
	}

	@Override
	protected <T> T getOption(SocketOption<T> option) throws IOException {
		LoopSocketOptions.check(option);
		synchronized (this.lock) {
			return LoopSocketOptions.get(open().descriptor(), option);
		}
	}

	@Override
	public void setOption(int option, @Nullable Object value) throws SocketException {
		synchronized (this.lock) {
			int descriptor = open().descriptor();
			if (option == SO_TIMEOUT) {
				this.timeoutMillis = LegacySocketOptions.timeout(value);
			}
			else {
				LegacySocketOptions.set(descriptor, option, value);
			}
		}
	}

	@Override
	public Object getOption(int option) throws SocketException {
		synchronized (this.lock) {
			int descriptor = open().descriptor();
			return (option == SO_TIMEOUT) ? this.timeoutMillis : LegacySocketOptions.get(descriptor, option);
		}
	}

	/**
	 * Return the deadline of a read that begins now.
	 */
	long readDeadline() {
		return StreamSocket.deadlineIn(TimeUnit.MILLISECONDS.toNanos(this.timeoutMillis));
	}

	/**
	 * Tell whether the socket is closed. Calls under way fail in several ways then, all
	 * of which mean this.
	 */
	boolean isClosed() {
		return this.state == State.CLOSED;
	}

	/**
	 * Return the exception for a call that has failed.
	 */
	IOException failure(IOException ex) {
		if (SocketFailures.isInterrupt(ex) && DeadlineScope.hasInterruptedCaller()) {
			// What Socket does for an interrupt that stays
			close();
			return SocketFailures.closedByInterrupt(ex);
		}
		return (isClosed()) ? SocketFailures.closed() : ex;
	}

	boolean isInputShutdown() {
		return this.inputShutdown;
	}

	/**
	 * Return the open socket. Called under the lock.
	 */
	private StreamSocket open() throws SocketException {
		return switch (this.state) {
			case NEW -> throw new SocketException("Socket not created");
			case CLOSED -> throw SocketFailures.closed();
			case UNCONNECTED, CONNECTING, CONNECTED -> created();
		};
	}

	/**
	 * Return the connected socket. May be called without the lock; then it may be closed
	 * by the time it is used.
	 */
	StreamSocket connected() throws SocketException {
		return switch (this.state) {
			case CONNECTED -> created();
			case CLOSED -> throw SocketFailures.closed();
			case NEW, UNCONNECTED, CONNECTING -> throw new SocketException("Not connected");
		};
	}

	private StreamSocket created() {
		return Objects.requireNonNull(this.socket);
	}

	private enum State {

		NEW, UNCONNECTED, CONNECTING, CONNECTED, CLOSED

	}

}
