package io.coroutine.tomcat;

import java.io.EOFException;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.util.concurrent.TimeUnit;

import io.coroutine.internal.accept.ConnectionHome;
import io.coroutine.internal.fiber.Fiber;
import io.coroutine.internal.linux.PollSet;
import io.coroutine.internal.loop.EventLoop;
import io.coroutine.internal.socket.StreamSocket;
import org.apache.tomcat.util.net.SocketBufferHandler;
import org.jspecify.annotations.Nullable;

/**
 * A connection as Tomcat sees it: reads and writes park the coroutine that makes them.
 * Between requests it waits on its home loop, without coroutine and buffers.
 * <p>
 * Tomcat sees to it that one thread at a time reads, and one writes. Events may come from
 * any thread, {@link #close()} as well.
 */
final class LoopSocketWrapper extends PlainConnection {

	/** Stands for the buffers while there are none. */
	private static final SocketBufferHandler NONE = new SocketBufferHandler(0, 0, false);

	private static final String WRITE_TIMED_OUT = "Write timed out";

	private final CoroutineEndpoint endpoint;

	private final ConnectionHome home;

	private final EventInterest reading = new EventInterest(this, true);

	private final EventInterest writing = new EventInterest(this, false);

	private volatile @Nullable Thread worker;

	/**
	 * Whether the last write has found no room, so that an event will tell of some.
	 * Belongs to the writer.
	 */
	private boolean blocked;

	private volatile boolean upgraded;

	/** Whether what the client still sends is not to be read when it is closed. */
	private volatile boolean aborted;

	private @Nullable String name;

	LoopSocketWrapper(StreamSocket socket, CoroutineEndpoint endpoint, ConnectionHome home, byte[] peer) {
		super(socket, endpoint, peer);
		this.endpoint = endpoint;
		this.home = home;
		this.socketBufferHandler = NONE;
	}

	/**
	 * Return the loop that the connection belongs to.
	 */
	EventLoop home() {
		return this.home.loop();
	}

	/**
	 * Return the loop on which to wait until there is something to read. Called on the
	 * home loop.
	 */
	EventLoop homeToRead() {
		// Both directions of a socket wait on the same loop
		return (this.writing.isRegistered()) ? home() : this.home.reconsider(getSocket().descriptor());
	}

	void leaveHome() {
		this.home.leave();
	}

	/**
	 * Return the name of the coroutines of this connection, one after the other: of the
	 * form that Tomcat's threads have. Made once, to spare the work for each request.
	 */
	String name() {
		String current = this.name;
		if (current == null) {
			current = this.endpoint.getName() + RequestExecutor.NAME + this.endpoint.nextNumber();
			this.name = current;
		}
		return current;
	}

	/**
	 * Set the thread that processes an event of this connection.
	 */
	void setWorker(@Nullable Thread worker) {
		this.worker = worker;
	}

	@Nullable Thread worker() {
		return this.worker;
	}

	/**
	 * Tell whether the caller processes an event of this connection, be it on a stack
	 * lent to it.
	 */
	boolean isWorker() {
		Fiber caller = Fiber.current();
		return this.worker == ((caller != null) ? caller.thread() : Thread.currentThread());
	}

	/**
	 * Tell whether room to write is to be waited for: there is an event for room that was
	 * missing when the last write or this call has looked for it, and for none else. To
	 * look keeps a listener from filling the buffer of the kernel to the brim, after
	 * which a slow client would have to take a third of it in time.
	 */
	boolean lacksRoom() throws IOException {
		return this.blocked || !hasRoom(getSocket());
	}

	/**
	 * Tell whether the connection waits for a request, and not for more of one.
	 */
	boolean isIdle() {
		return this.reading.isRegistered() && isUnused();
	}

	/**
	 * Close the connection if it waits for a request. If it begins to at the same time,
	 * whoever processes its last event calls this once more.
	 */
	void closeIfIdle() {
		if (isUnused() && this.reading.cancel()) {
			// From here on no request begins, but one may have before
			if (isUnused()) {
				close();
			}
			else {
				registerReadInterest();
			}
		}
	}

	/**
	 * A processor is not there while somebody works with it.
	 */
	private boolean isUnused() {
		return this.worker == null && getCurrentProcessor() == null;
	}

	void begunToWait(EventLoop loop) {
		this.endpoint.begunToWait(this, loop);
	}

	boolean needsBuffers() {
		return this.socketBufferHandler == NONE;
	}

	void lendBuffers(@Nullable SocketBufferHandler buffers) {
		this.socketBufferHandler = (buffers != null) ? buffers
				: new SocketBufferHandler(this.endpoint.getSocketProperties().getAppReadBufSize(),
						this.endpoint.getSocketProperties().getAppWriteBufSize(), false);
	}

	/**
	 * Give the buffers back, unless there is something in them.
	 */
	@Nullable SocketBufferHandler returnBuffers() {
		SocketBufferHandler buffers = this.socketBufferHandler;
		if (buffers == NONE || !buffers.isReadBufferEmpty() || hasDataToWrite()) {
			return null;
		}
		this.socketBufferHandler = NONE;
		buffers.reset();
		return buffers;
	}

	@Override
	public int read(boolean block, byte[] bytes, int offset, int length) throws IOException {
		int count = populateReadBuffer(bytes, offset, length);
		if (count > 0 || length == 0) {
			return count;
		}
		count = fillReadBuffer(block);
		return (count > 0) ? populateReadBuffer(bytes, offset, length) : count;
	}

	@Override
	public int read(boolean block, ByteBuffer to) throws IOException {
		int count = populateReadBuffer(to);
		if (count > 0 || !to.hasRemaining()) {
			return count;
		}
		int most = this.socketBufferHandler.getReadBuffer().capacity();
		if (to.hasArray() && to.remaining() >= most) {
			return receive(block, to, most);
		}
		count = fillReadBuffer(block);
		return (count > 0) ? populateReadBuffer(to) : count;
	}

	@Override
	public boolean isReadyForRead() throws IOException {
		this.socketBufferHandler.configureReadBufferForRead();
		return !this.socketBufferHandler.isReadBufferEmpty() || fillReadBuffer(false) > 0;
	}

	private int fillReadBuffer(boolean block) throws IOException {
		this.socketBufferHandler.configureReadBufferForWrite();
		ByteBuffer buffer = this.socketBufferHandler.getReadBuffer();
		return receive(block, buffer, buffer.remaining());
	}

	/**
	 * Receive into a buffer.
	 * @return the number of bytes, 0 only if there is nothing now and the caller does not
	 * want to wait
	 */
	private int receive(boolean block, ByteBuffer to, int most) throws IOException {
		requireBuffers();
		StreamSocket socket = getSocket();
		int offset = to.arrayOffset() + to.position();
		boolean listened = this.reading.isRegistered();
		int count = socket.readNow(to.array(), offset, most);
		if (count == StreamSocket.NOTHING && block) {
			long deadline = deadlineIn(getReadTimeout());
			while (count == StreamSocket.NOTHING) {
				this.reading.withdraw();
				if (!listened) {
					socket.await(true, deadline, "Read timed out");
				}
				// Else the event may have gone the other way
				listened = false;
				socket.expectData();
				count = socket.readNow(to.array(), offset, most);
			}
		}
		if (count == StreamSocket.END) {
			throw new EOFException();
		}
		to.position(to.position() + count);
		return count;
	}

	@Override
	protected void doWrite(boolean block, ByteBuffer from) throws IOException {
		requireBuffers();
		if (block && this.previousIOException != null) {
			// The peer had its time, which each further write would give it once more
			throw new IOException(this.previousIOException);
		}
		long deadline = StreamSocket.NO_DEADLINE;
		boolean progress = true;
		while (from.hasRemaining()) {
			boolean listened = this.writing.isRegistered();
			int count = getSocket().writeNow(from.array(), from.arrayOffset() + from.position(), from.remaining());
			from.position(from.position() + count);
			this.blocked = count == 0;
			if (!block && count == 0) {
				return;
			}
			if (block && from.hasRemaining()) {
				if (progress || count > 0) {
					deadline = deadlineIn(getWriteTimeout());
					progress = false;
				}
				this.writing.withdraw();
				if (!listened) {
					awaitRoom(deadline);
				}
				// Else the event may have gone the other way
			}
		}
	}

	/**
	 * Wait until the kernel reports room, which it does when a third of its buffer is
	 * free. When the time is up, less will not do: a client that takes a few bytes now
	 * and then would be served for ever.
	 */
	private void awaitRoom(long deadline) throws IOException {
		StreamSocket socket = getSocket();
		try {
			socket.await(false, deadline, WRITE_TIMED_OUT);
			if (deadline != StreamSocket.NO_DEADLINE && System.nanoTime() - deadline >= 0 && !hasRoom(socket)) {
				throw new SocketTimeoutException(WRITE_TIMED_OUT);
			}
		}
		catch (SocketTimeoutException ex) {
			this.previousIOException = ex;
			throw ex;
		}
	}

	/**
	 * Tell whether the kernel reports room, or that a write would fail.
	 */
	private static boolean hasRoom(StreamSocket socket) throws IOException {
		socket.beginUse();
		try {
			PollSet set = new PollSet(1);
			set.set(0, socket.descriptor(), false);
			return set.poll() != 0;
		}
		finally {
			socket.endUse();
		}
	}

	@Override
	protected boolean flushNonBlocking() throws IOException {
		if (!this.socketBufferHandler.isWriteBufferEmpty()) {
			doWrite(false);
		}
		if (this.socketBufferHandler.isWriteBufferEmpty() && !this.nonBlockingWriteBuffer.isEmpty()) {
			this.nonBlockingWriteBuffer.write((buffer, block) -> {
				writeNonBlockingInternal(buffer);
				return buffer.hasRemaining();
			}, false);
			if (!this.socketBufferHandler.isWriteBufferEmpty()) {
				doWrite(false);
			}
		}
		return hasDataToWrite();
	}

	private static long deadlineIn(long millis) {
		return StreamSocket.deadlineIn(TimeUnit.MILLISECONDS.toNanos(millis));
	}

	/**
	 * Without buffers a loop of the superclass that wants to empty or fill them would
	 * never end.
	 */
	private void requireBuffers() throws ClosedChannelException {
		if (this.socketBufferHandler == NONE) {
			throw new ClosedChannelException();
		}
	}

	@Override
	public void registerReadInterest() {
		register(this.reading);
	}

	@Override
	public void registerWriteInterest() {
		register(this.writing);
	}

	private void register(EventInterest interest) {
		if (this.endpoint.isRunning()) {
			interest.register();
		}
		else {
			close();
		}
	}

	/**
	 * Note that the connection changes its protocol.
	 */
	void upgrade() {
		this.upgraded = true;
	}

	boolean isUpgraded() {
		return this.upgraded;
	}

	/**
	 * Have the connection closed at once when it is, whatever the client still sends.
	 */
	void abort() {
		this.aborted = true;
	}

	@Override
	protected void doClose() {
		this.endpoint.remove(this);
		int most = (this.endpoint.isRunning() && !this.aborted) ? this.endpoint.mostDropped() : 0;
		if (most > 0 && LingeringClose.isNeeded(getSocket())) {
			this.endpoint.requests().linger(this, this.endpoint.lingeringClose(), most);
		}
		else {
			getSocket().close();
		}
	}

}
