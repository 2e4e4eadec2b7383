package io.coroutine.internal.socket;

import java.io.Closeable;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketException;
import java.net.SocketTimeoutException;

import io.coroutine.internal.linux.Errno;
import io.coroutine.internal.linux.Sockets;
import io.coroutine.internal.loop.EventLoop;
import io.coroutine.internal.loop.EventLoopGroup;
import io.coroutine.internal.readiness.Readiness;
import io.coroutine.internal.readiness.ReadinessListener;
import io.coroutine.internal.wait.WaitReason;
import io.coroutine.snapshot.SocketKind;

/**
 * A non-blocking TCP socket with blocking-style operations: they park a virtual thread
 * and block a platform thread. One thread at a time may read, and one write; any may
 * close. For the modules of this project, not for applications.
 * <p>
 * A read that returned less than was asked for has emptied the kernel's buffer. The next
 * one waits for an event without trying before, which saves a system call for each
 * request to a database; see {@link Readiness#isIrregular()} for when this does not hold.
 */
public final class StreamSocket implements Closeable {

	/** Result of {@link #readNow} when there is nothing now. */
	public static final int NOTHING = 0;

	/** Result of a read at the end of the stream. */
	public static final int END = -1;

	/** No deadline. */
	public static final long NO_DEADLINE = 0;

	private final int descriptor;

	private final Readiness readiness;

	private final DescriptorGuard guard = new DescriptorGuard();

	/**
	 * Whether whatever there is to read has been or will be reported by an event: at the
	 * start, and when the last read has emptied the kernel's buffer. Belongs to the
	 * reader.
	 */
	private boolean drained = true;

	/** Whether the kernel itself has said so, which holds in any case. As above. */
	private boolean emptied;

	/** Whether the peer has reset the connection; belongs to the reader. */
	private boolean reset;

	/**
	 * Create the socket for a descriptor that it owns from now on.
	 * @param group the loops that watch it
	 * @param descriptor the descriptor, open and non-blocking
	 */
	public StreamSocket(EventLoopGroup group, int descriptor) {
		this.descriptor = descriptor;
		this.readiness = new Readiness(group, descriptor);
	}

	/**
	 * Say what the socket is used for, so that waits for it are counted there. Called
	 * while nobody waits.
	 * @param kind the kind
	 */
	public void kind(SocketKind kind) {
		this.readiness.kind(kind);
	}

	/**
	 * Return the deadline that lies so far ahead.
	 * @param nanos the time in nanoseconds; 0 or less for no limit
	 * @return the deadline to give to the operations
	 */
	public static long deadlineIn(long nanos) {
		if (nanos <= 0) {
			return NO_DEADLINE;
		}
		long deadline = System.nanoTime() + nanos;
		return (deadline != NO_DEADLINE) ? deadline : 1;
	}

	public Readiness readiness() {
		return this.readiness;
	}

	/**
	 * Return the descriptor.
	 * @return the descriptor; only to be used between {@link #beginUse()} and
	 * {@link #endUse()}
	 */
	public int descriptor() {
		return this.descriptor;
	}

	/**
	 * Keep the descriptor from being closed until {@link #endUse()}.
	 * @throws SocketException if the socket is closed
	 */
	public void beginUse() throws SocketException {
		if (!this.guard.enter()) {
			throw new SocketException("Socket closed");
		}
	}

	/**
	 * Allow the descriptor to be closed.
	 */
	public void endUse() {
		if (this.guard.leave()) {
			Sockets.close(this.descriptor);
		}
	}

	/**
	 * Tell whether the socket is closed.
	 * @return whether it is closed
	 */
	public boolean isClosed() {
		return this.guard.isClosed();
	}

	/**
	 * Connect.
	 * @param address the peer's address
	 * @param port the peer's port
	 * @param deadline until when, or {@link #NO_DEADLINE}
	 * @throws SocketTimeoutException if the deadline has passed
	 * @throws InterruptedIOException if the calling virtual thread is interrupted
	 * @throws IOException if there is no connection, or the socket is closed
	 */
	public void connect(InetAddress address, int port, long deadline) throws IOException {
		ConnectAttempt.connect(this, address, port, deadline);
	}

	/**
	 * Read at least one byte.
	 * @param bytes where to put it
	 * @param offset the first index to fill; the caller has checked the range
	 * @param length how many bytes to read at the most, at least 1
	 * @param deadline until when, or {@link #NO_DEADLINE}
	 * @return the number of bytes, or {@link #END}
	 * @throws SocketTimeoutException if the deadline has passed
	 * @throws InterruptedIOException if the calling virtual thread is interrupted while
	 * it waits
	 * @throws IOException if the connection is reset, or the socket is closed
	 */
	public int read(byte[] bytes, int offset, int length, long deadline) throws IOException {
		if (this.drained && Thread.currentThread().isInterrupted()) {
			// It gets what there is, it only must not wait
			this.drained = false;
		}
		int count = readNow(bytes, offset, length);
		while (count == NOTHING) {
			await(true, deadline, "Read timed out");
			expectData();
			count = readNow(bytes, offset, length);
		}
		return count;
	}

	/**
	 * Read what there is.
	 * @param bytes where to put it
	 * @param offset the first index to fill; the caller has checked the range
	 * @param length how many bytes to read at the most, at least 1
	 * @return the number of bytes, {@link #NOTHING} or {@link #END}
	 * @throws IOException if the connection is reset, or the socket is closed
	 */
	public int readNow(byte[] bytes, int offset, int length) throws IOException {
		if (this.drained && !this.readiness.takeReadEvent() && !this.readiness.isIrregular()
				&& !this.guard.isClosed()) {
			return NOTHING;
		}
		int count;
		beginUse();
		try {
			count = Sockets.receive(this.descriptor, bytes, offset, length);
		}
		finally {
			endUse();
		}
		if (count == -Errno.EAGAIN || count == -Errno.EINTR) {
			this.drained = count == -Errno.EAGAIN;
			this.emptied = this.drained;
			return NOTHING;
		}
		this.emptied = false;
		if (count == -Errno.ECONNRESET || (count == 0 && this.reset)) {
			// The kernel says it once and reports the end of the stream after that
			this.reset = true;
			throw new SocketException("Connection reset");
		}
		if (count < 0) {
			throw Errno.toSocketException(-count);
		}
		this.drained = count < length;
		return (count > 0) ? count : END;
	}

	/**
	 * Write all.
	 * @param bytes the data
	 * @param offset the first index; the caller has checked the range
	 * @param length how many bytes
	 * @param deadline until when, or {@link #NO_DEADLINE}
	 * @throws SocketTimeoutException if the deadline has passed; a part may be written
	 * @throws InterruptedIOException if the calling virtual thread is interrupted while
	 * it waits; a part may be written
	 * @throws IOException if the connection is gone, or the socket is closed
	 */
	public void write(byte[] bytes, int offset, int length, long deadline) throws IOException {
		int written = writeNow(bytes, offset, length);
		while (written < length) {
			await(false, deadline, "Write timed out");
			written += writeNow(bytes, offset + written, length - written);
		}
	}

	/**
	 * Write what there is room for.
	 * @param bytes the data
	 * @param offset the first index; the caller has checked the range
	 * @param length how many bytes
	 * @return how many bytes are written, 0 or more
	 * @throws IOException if the connection is gone, or the socket is closed
	 */
	public int writeNow(byte[] bytes, int offset, int length) throws IOException {
		int count;
		beginUse();
		try {
			count = Sockets.send(this.descriptor, bytes, offset, length);
		}
		finally {
			endUse();
		}
		if (count == -Errno.EAGAIN || count == -Errno.EINTR) {
			return 0;
		}
		if (count < 0) {
			throw Errno.toSocketException(-count);
		}
		return count;
	}

	/**
	 * Have a listener called when there may be something to read, or room to write. The
	 * latter only after a write that has found no room.
	 * @param forRead which of the two
	 * @param loop the loop to wait on; called from code of that loop or a coroutine on it
	 * @param listener the listener; it has {@link #expectData()} called before the next
	 * read
	 * @param deadline until when, or {@link #NO_DEADLINE}
	 * @return {@code false} if it may be so now, or the socket is closed: the listener is
	 * not called
	 * @throws IOException if the kernel cannot watch the socket
	 */
	public boolean listen(boolean forRead, EventLoop loop, ReadinessListener listener, long deadline)
			throws IOException {
		boolean wait = !forRead || (this.drained && (this.emptied || !this.readiness.isIrregular()));
		return wait && !this.guard.isClosed() && this.readiness.listen(forRead, loop, listener, deadline);
	}

	/**
	 * End the wait of a listener.
	 * @param forRead what it waits for
	 * @param listener the listener
	 * @return whether it waited; if so it is not called any more, if not it may just have
	 * been called
	 */
	public boolean stopListening(boolean forRead, ReadinessListener listener) {
		return this.readiness.stopListening(forRead, listener);
	}

	/**
	 * Give an event for which a listener was called, and which that does not want any
	 * more, to whoever waits now or next.
	 * @param forRead what it has waited for
	 * @param loop the loop that has called the listener
	 */
	public void passOn(boolean forRead, EventLoop loop) {
		this.readiness.passOn(forRead, loop);
	}

	/**
	 * Make the next read look into the kernel's buffer, as a listener has been called or
	 * a wait has ended. Called by the reader, or by the one who starts it.
	 */
	public void expectData() {
		this.drained = false;
	}

	/**
	 * Wait until there may be something to read, or room to write.
	 * @param forRead which of the two
	 * @param deadline until when, or {@link #NO_DEADLINE}
	 * @param timeoutMessage what to say when the deadline passes
	 * @throws SocketTimeoutException if the deadline has passed
	 * @throws InterruptedIOException if the calling virtual thread is interrupted
	 * @throws IOException if the socket is closed
	 */
	public void await(boolean forRead, long deadline, String timeoutMessage) throws IOException {
		await(forRead, deadline, timeoutMessage, new SocketWait(this, forRead));
	}

	void await(boolean forRead, long deadline, String timeoutMessage, WaitReason reason) throws IOException {
		if (deadline != NO_DEADLINE && System.nanoTime() - deadline >= 0) {
			throw new SocketTimeoutException(timeoutMessage);
		}
		Thread thread = Thread.currentThread();
		if (thread.isVirtual()) {
			this.readiness.await(forRead, deadline, reason);
			checkInterrupt();
		}
		else {
			KernelWait.block(this, forRead, deadline, reason);
		}
		if (this.guard.isClosed()) {
			throw new SocketException("Socket closed");
		}
	}

	static void checkInterrupt() throws InterruptedIOException {
		Thread thread = Thread.currentThread();
		if (thread.isVirtual() && thread.isInterrupted()) {
			throw new InterruptedIOException();
		}
	}

	/**
	 * Shut down a direction, unless the connection is gone already.
	 * @param how {@link Sockets#SHUT_RD} or {@link Sockets#SHUT_WR}
	 * @throws IOException if the socket is closed
	 */
	public void shutdown(int how) throws IOException {
		beginUse();
		try {
			int result = Sockets.shutdown(this.descriptor, how);
			if (result != -Errno.ENOTCONN) {
				Errno.check(result);
			}
		}
		finally {
			endUse();
		}
	}

	/**
	 * Return the local address.
	 * @return the address
	 * @throws IOException if the socket is closed
	 */
	public InetSocketAddress localAddress() throws IOException {
		beginUse();
		try {
			return Sockets.localAddress(this.descriptor);
		}
		finally {
			endUse();
		}
	}

	/**
	 * Return the peer's address.
	 * @return the address
	 * @throws IOException if the socket is closed or not connected
	 */
	public InetSocketAddress remoteAddress() throws IOException {
		beginUse();
		try {
			return Sockets.remoteAddress(this.descriptor);
		}
		finally {
			endUse();
		}
	}

	/**
	 * Close the socket, without a wait for unsent data. Threads that wait in an operation
	 * get a {@link SocketException}.
	 */
	@Override
	public void close() {
		close(false);
	}

	public void close(boolean linger) {
		DescriptorGuard.Close next = this.guard.close();
		if (next == DescriptorGuard.Close.NOTHING) {
			return;
		}
		this.readiness.close();
		if (next == DescriptorGuard.Close.NOW) {
			Lingering.close(this.descriptor, linger);
		}
		else {
			KernelWait.end(this.descriptor);
			endUse();
		}
	}

}
