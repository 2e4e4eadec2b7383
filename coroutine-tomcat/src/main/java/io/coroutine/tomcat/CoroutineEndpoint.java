package io.coroutine.tomcat;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicLong;

import io.coroutine.CoroutineRuntime;
import io.coroutine.internal.accept.ConnectionAcceptor;
import io.coroutine.internal.accept.ConnectionHome;
import io.coroutine.internal.accept.ConnectionLimit;
import io.coroutine.internal.accept.Cpus;
import io.coroutine.internal.accept.LoopBalance;
import io.coroutine.internal.linux.Sockets;
import io.coroutine.internal.loop.EventLoop;
import io.coroutine.internal.socket.StreamSocket;
import io.coroutine.snapshot.SocketKind;
import org.apache.juli.logging.Log;
import org.apache.juli.logging.LogFactory;
import org.apache.tomcat.util.net.AbstractEndpoint;
import org.apache.tomcat.util.net.Acceptor;
import org.apache.tomcat.util.net.SocketEvent;
import org.apache.tomcat.util.net.SocketProcessorBase;
import org.apache.tomcat.util.net.SocketWrapperBase;
import org.jspecify.annotations.Nullable;

/**
 * The connections of a {@link CoroutineHttp11Protocol}. Public as Tomcat manages it
 * through JMX; not for applications.
 * <p>
 * The life cycle is controlled by one thread at a time; events of connections come from
 * any thread.
 */
public final class CoroutineEndpoint extends AbstractEndpoint<StreamSocket, StreamSocket> {

	private static final Log log = LogFactory.getLog(CoroutineEndpoint.class);

	private static final int MOST_DROPPED = 16 * 1024 * 1024;

	private final AtomicLong numbers = new AtomicLong();

	private final ConnectionLimit limit = new ConnectionLimit(getMaxConnections());

	private volatile Duration lingeringClose = Duration.ofSeconds(1);

	private volatile int mostDropped;

	private volatile @Nullable RequestCoroutines requests;

	private volatile @Nullable LoopBalance balance;

	private volatile @Nullable ConnectionAcceptor listening;

	CoroutineEndpoint() {
	}

	void setRuntime(CoroutineRuntime runtime) {
		RequestCoroutines coroutines = RequestCoroutines.of(runtime);
		this.requests = coroutines;
		setCpus(Cpus.SYSTEM);
		super.setExecutor(coroutines);
	}

	/**
	 * Set what tells the CPUs of loops and connections. Called before the start.
	 */
	void setCpus(Cpus cpus) {
		this.balance = new LoopBalance(requests().loops(), cpus);
	}

	RequestCoroutines requests() {
		RequestCoroutines coroutines = this.requests;
		if (coroutines == null) {
			throw new IllegalStateException("The coroutine connector has no runtime: call setRuntime first");
		}
		return coroutines;
	}

	LoopBalance balance() {
		LoopBalance current = this.balance;
		if (current == null) {
			throw new IllegalStateException("The coroutine connector has no runtime: call setRuntime first");
		}
		return current;
	}

	/**
	 * Return a number for the name of the coroutines of a connection.
	 */
	long nextNumber() {
		return this.numbers.incrementAndGet();
	}

	/**
	 * Return for how long a client is given time at the end: what it still sends is
	 * dropped when its connection is closed, and it can answer the end of a protocol that
	 * its connection has been upgraded to when the connector stops.
	 */
	Duration lingeringClose() {
		return this.lingeringClose;
	}

	void setLingeringClose(Duration longest) {
		this.lingeringClose = longest;
	}

	/**
	 * Return how many bytes of what a client still sends are dropped then, 0 or more.
	 */
	int mostDropped() {
		return this.mostDropped;
	}

	/**
	 * Set how much Tomcat itself would read of a body that nobody wants.
	 * @param bytes the number of bytes, negative if there is no limit
	 */
	void setMaxSwallowSize(int bytes) {
		this.mostDropped = (bytes < 0) ? MOST_DROPPED : Math.min(bytes, MOST_DROPPED);
	}

	/**
	 * Has an effect until the runtime is set only, as all requests run in coroutines:
	 * whoever sets the runtime can find out what it replaces.
	 */
	@Override
	public void setExecutor(@Nullable Executor executor) {
		if (this.requests == null) {
			super.setExecutor(executor);
		}
		else if (executor != null && executor != getExecutor()) {
			log.info("Requests of " + getName() + " run in coroutines, so the executor " + executor.getClass().getName()
					+ " is not used");
		}
	}

	@Override
	public void bind() throws Exception {
		LoopClasses.initialize();
		InetSocketAddress address = new InetSocketAddress(getAddress(), getPortWithOffset());
		ConnectionAcceptor created = new ConnectionAcceptor(requests().loops(), this.limit, this::accepted);
		try {
			ListenerOptions.apply(getSocketProperties(), created.listener());
			created.listener().bind(address.getAddress(), address.getPort(), getAcceptCount());
		}
		catch (IOException | RuntimeException ex) {
			created.close();
			throw ex;
		}
		this.listening = created;
		// Never run, but the superclass calls it when it closes the listener
		this.acceptor = new Acceptor<>(this);
	}

	@Override
	public void startInternal() {
		if (!this.running) {
			this.running = true;
			this.paused = false;
			ConnectionAcceptor current = this.listening;
			if (current != null) {
				current.start();
			}
		}
	}

	@Override
	public void pause() {
		super.pause();
		ConnectionAcceptor current = this.listening;
		if (current != null && this.paused) {
			current.pause();
		}
	}

	@Override
	public void resume() {
		super.resume();
		ConnectionAcceptor current = this.listening;
		if (current != null && this.running) {
			current.start();
		}
	}

	@Override
	public void stopInternal() {
		if (!this.paused) {
			pause();
		}
		if (this.running) {
			Farewells.await(this::open, this.lingeringClose);
			this.running = false;
			List<LoopSocketWrapper> open = open();
			open.forEach(LoopSocketWrapper::close);
			LastRequests.awaitEnd(open, getExecutorTerminationTimeoutMillis());
		}
	}

	@Override
	public void unbind() throws Exception {
		if (this.running) {
			stop();
		}
		doCloseServerSocket();
		super.unbind();
		getHandler().recycle();
	}

	@Override
	protected void doCloseServerSocket() {
		ConnectionAcceptor current = this.listening;
		this.listening = null;
		if (current != null) {
			current.close();
		}
		if (isDraining()) {
			open().forEach(LoopSocketWrapper::closeIfIdle);
		}
	}

	private boolean isDraining() {
		return getBindState() == BindState.SOCKET_CLOSED_ON_STOP;
	}

	/**
	 * Called when a connection has begun to wait for something to read, on the loop where
	 * it does. It may have begun too late to be found among those that are closed because
	 * no more are accepted. Whoever has it wait may have yet to say what for, and has
	 * done so before the loop does something else.
	 */
	void begunToWait(LoopSocketWrapper connection, EventLoop loop) {
		if (isDraining()) {
			loop.execute((_) -> connection.closeIfIdle());
		}
	}

	/**
	 * Called when an event of a connection has been processed, which has not let it be
	 * closed with those that wait for a request.
	 */
	void worked(LoopSocketWrapper connection) {
		if (isDraining()) {
			connection.closeIfIdle();
		}
	}

	/**
	 * Take a new connection over. Called on the loop that has accepted it.
	 */
	private void accepted(EventLoop loop, int descriptor, byte[] peer) {
		assert loop.isConfined();
		ConnectionHome home = balance().home(loop);
		StreamSocket socket;
		LoopSocketWrapper connection;
		try {
			socket = new StreamSocket(loop.group(), descriptor);
			socket.kind(SocketKind.HTTP_IN);
			connection = new LoopSocketWrapper(socket, this, home, peer);
		}
		catch (Throwable ex) {
			Sockets.close(descriptor);
			home.leave();
			countDownConnection();
			throw ex;
		}
		this.connections.put(socket, connection);
		connection.setReadTimeout(getConnectionTimeout());
		connection.setWriteTimeout(getConnectionTimeout());
		connection.setKeepAliveLeft(getMaxKeepAliveRequests());
		connection.registerReadInterest();
	}

	void remove(LoopSocketWrapper connection) {
		this.connections.remove(connection.getSocket());
		connection.leaveHome();
	}

	@Override
	public boolean processSocket(@Nullable SocketWrapperBase<StreamSocket> wrapper, SocketEvent event,
			boolean dispatch) {
		if (!(wrapper instanceof LoopSocketWrapper connection)) {
			return false;
		}
		EventProcessor processor = new EventProcessor(connection, this, event);
		if (dispatch) {
			requests().start(connection, processor);
		}
		else {
			processor.run();
		}
		return true;
	}

	@Override
	protected SocketProcessorBase<StreamSocket> createSocketProcessor(SocketWrapperBase<StreamSocket> wrapper,
			SocketEvent event) {
		return new EventProcessor((LoopSocketWrapper) wrapper, this, event);
	}

	private List<LoopSocketWrapper> open() {
		return this.connections.values().stream().map(LoopSocketWrapper.class::cast).toList();
	}

	@Override
	public void setMaxConnections(int maxConnections) {
		super.setMaxConnections(maxConnections);
		this.limit.setLimit(maxConnections);
		ConnectionAcceptor current = this.listening;
		if (current != null) {
			current.update();
		}
	}

	@Override
	public long getConnectionCount() {
		return this.limit.count();
	}

	@Override
	protected long countDownConnection() {
		ConnectionAcceptor current = this.listening;
		return (current != null) ? current.release() : this.limit.release();
	}

	/**
	 * Return the number of connections that wait for a request.
	 * @return the number
	 */
	@Override
	public int getKeepAliveCount() {
		return (int) open().stream().filter(LoopSocketWrapper::isIdle).count();
	}

	/**
	 * Return the number of coroutines that process an event of a connection.
	 * @return the number
	 */
	@Override
	public int getCurrentThreadsBusy() {
		return (int) open().stream().filter((connection) -> connection.worker() != null).count();
	}

	/**
	 * Return the number of coroutines, which exist only while they process something.
	 * @return the number
	 */
	@Override
	public int getCurrentThreadCount() {
		return getCurrentThreadsBusy();
	}

	/**
	 * Return whether files are sent by the kernel.
	 * @return {@code false}
	 */
	@Override
	public boolean getUseSendfile() {
		return false;
	}

	/**
	 * Return whether there are operations with completion handlers.
	 * @return {@code false}
	 */
	@Override
	public boolean getUseAsyncIO() {
		return false;
	}

	@Override
	protected @Nullable InetSocketAddress getLocalAddress() throws IOException {
		ConnectionAcceptor current = this.listening;
		return (current != null) ? current.listener().localAddress() : null;
	}

	@Override
	protected StreamSocket serverSocketAccept() {
		throw new UnsupportedOperationException("Connections are accepted by the event loops");
	}

	@Override
	protected boolean setSocketOptions(StreamSocket socket) {
		throw new UnsupportedOperationException("Connections inherit the options of the listener");
	}

	@Override
	protected void destroySocket(StreamSocket socket) {
		closeSocket(socket);
	}

	@Override
	protected Log getLog() {
		return log;
	}

}
