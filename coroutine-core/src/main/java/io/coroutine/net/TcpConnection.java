package io.coroutine.net;

import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.SocketException;
import java.net.SocketOption;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;

import io.coroutine.internal.hook.SocketFailures;
import io.coroutine.internal.transport.TcpTransport;
import io.coroutine.internal.transport.TimeLimits;
import org.jspecify.annotations.Nullable;

/**
 * A TCP connection in blocking style. An operation that has to wait parks a coroutine or
 * another virtual thread, whose event loop or carrier goes on, and blocks a platform
 * thread.
 * <p>
 * All methods may be called from any thread at any time. Threads that read at the same
 * time take turns, each with its own time-out, and so do those that write: no wake-up is
 * lost, but who gets which bytes is open. One may read while another writes.
 * <p>
 * {@link #close()} ends the operations under way, which then throw
 * {@link SocketException} with the message "Socket closed". An interrupt of a thread that
 * waits in an operation, which is how a coroutine is cancelled, closes the connection;
 * the operation throws {@link SocketException} with the message "Closed by interrupt",
 * and the thread stays interrupted. In the portable engine a thread that is interrupted
 * already does not even get what there is.
 * <p>
 * Small writes are sent at once: {@link java.net.StandardSocketOptions#TCP_NODELAY} is
 * set. A connection must be closed, or its descriptor is lost.
 */
public final class TcpConnection implements Closeable {

	private final TcpTransport transport;

	private final TimeLimits limits = new TimeLimits();

	private final TcpInput input;

	private final TcpOutput output;

	private final AtomicBoolean closed = new AtomicBoolean();

	/** Once asked for, to be known after the close. */
	private volatile @Nullable InetSocketAddress localAddress;

	TcpConnection(TcpTransport transport) {
		this.transport = transport;
		this.input = new TcpInput(this, transport, this.limits);
		this.output = new TcpOutput(this, transport, this.limits);
	}

	TcpTransport transport() {
		return this.transport;
	}

	/**
	 * Read what there is, at least one byte.
	 * @param bytes where to put it, from the first index on
	 * @return the number of bytes, or -1 at the end of the stream; 0 only for an empty
	 * array
	 * @throws IOException as for {@link #read(byte[], int, int)}
	 */
	public int read(byte[] bytes) throws IOException {
		return read(bytes, 0, bytes.length);
	}

	/**
	 * Read what there is, at least one byte.
	 * @param bytes where to put it
	 * @param offset the first index to fill
	 * @param length how many bytes to read at the most
	 * @return the number of bytes, or -1 at the end of the stream; 0 only if the length
	 * is 0
	 * @throws SocketTimeoutException if the read time-out is over; the connection stays
	 * usable. Or if the idle time-out is over, which has closed the connection
	 * @throws SocketException if the peer has reset the connection, or it is closed, or
	 * the thread is interrupted while it waits
	 * @throws IOException in no other case
	 * @throws IndexOutOfBoundsException if the range is not within the array
	 */
	public int read(byte[] bytes, int offset, int length) throws IOException {
		return this.input.read(bytes, offset, length);
	}

	/**
	 * Fill an array.
	 * @param bytes the array
	 * @throws IOException as for {@link #readFully(byte[], int, int)}
	 */
	public void readFully(byte[] bytes) throws IOException {
		readFully(bytes, 0, bytes.length);
	}

	/**
	 * Read exactly so many bytes. The read time-out holds for each wait, not for all
	 * together.
	 * @param bytes where to put them
	 * @param offset the first index to fill
	 * @param length how many bytes to read
	 * @throws EOFException if the stream ends before
	 * @throws IOException as for {@link #read(byte[], int, int)}; a part may be read
	 * @throws IndexOutOfBoundsException if the range is not within the array
	 */
	public void readFully(byte[] bytes, int offset, int length) throws IOException {
		int total = this.input.readNBytes(bytes, offset, length);
		if (total < length) {
			throw new EOFException("The peer has ended the stream after " + total + " of " + length + " bytes");
		}
	}

	/**
	 * Write a whole array.
	 * @param bytes the data
	 * @throws IOException as for {@link #write(byte[], int, int)}
	 */
	public void write(byte[] bytes) throws IOException {
		write(bytes, 0, bytes.length);
	}

	/**
	 * Write all. Waits while the peer does not read and the buffers of the kernel are
	 * full.
	 * @param bytes the data
	 * @param offset the first index
	 * @param length how many bytes
	 * @throws SocketTimeoutException if the write time-out or the idle time-out is over;
	 * the connection is closed, as a part may have been written
	 * @throws SocketException if the connection is gone or closed, or the thread is
	 * interrupted while it waits; a part may have been written
	 * @throws IOException in no other case
	 * @throws IndexOutOfBoundsException if the range is not within the array
	 */
	public void write(byte[] bytes, int offset, int length) throws IOException {
		this.output.write(bytes, offset, length);
	}

	/**
	 * Return what is read as a stream. Its {@code available} tells what can be read
	 * without waiting.
	 * @return the stream; to close it closes the connection
	 */
	public InputStream input() {
		return this.input;
	}

	/**
	 * Return what is written as a stream. It has no buffer.
	 * @return the stream; to close it closes the connection
	 */
	public OutputStream output() {
		return this.output;
	}

	/**
	 * Set how long a read may wait. It holds for reads that begin after this.
	 * @param timeout the time, zero for no limit, which is the default
	 * @return this
	 * @throws IllegalArgumentException if it is negative
	 */
	public TcpConnection readTimeout(Duration timeout) {
		this.limits.read(timeout);
		return this;
	}

	/**
	 * Set how long a write may last, until all is in the buffers of the kernel. It holds
	 * for writes that begin after this.
	 * @param timeout the time, zero for no limit, which is the default
	 * @return this
	 * @throws IllegalArgumentException if it is negative
	 */
	public TcpConnection writeTimeout(Duration timeout) {
		this.limits.write(timeout);
		return this;
	}

	/**
	 * Set for how long nothing may be transferred, in either direction, while somebody
	 * waits to read or to write: after that the connection is closed. The time in which
	 * nobody waits does not count. Of a long write, 128 kB at a time count as
	 * transferred.
	 * @param timeout the time, zero for no limit, which is the default
	 * @return this
	 * @throws IllegalArgumentException if it is negative
	 */
	public TcpConnection idleTimeout(Duration timeout) {
		this.limits.idle(timeout);
		return this;
	}

	/**
	 * End what is read: reads from now on, and those under way, find the end of the
	 * stream.
	 * @throws IOException if the connection is closed
	 */
	public void shutdownInput() throws IOException {
		try {
			checkOpen();
			this.input.shutdown();
		}
		catch (IOException ex) {
			throw failure(ex);
		}
	}

	/**
	 * End what is written: the peer finds the end of the stream after all that has been
	 * written before, and can go on sending.
	 * @throws IOException if the connection is closed
	 */
	public void shutdownOutput() throws IOException {
		try {
			checkOpen();
			this.output.shutdown();
		}
		catch (IOException ex) {
			throw failure(ex);
		}
	}

	/**
	 * Set an option of the socket.
	 * @param <T> the type of its value
	 * @param option the option, see {@link java.net.StandardSocketOptions}
	 * @param value its value
	 * @throws UnsupportedOperationException if sockets do not have the option here
	 * @throws IllegalArgumentException if the value is not one of the option
	 * @throws IOException if the system refuses it, or the connection is closed
	 */
	public <T> void setOption(SocketOption<T> option, T value) throws IOException {
		try {
			checkOpen();
			this.transport.setOption(option, value);
		}
		catch (IOException ex) {
			throw failure(ex);
		}
	}

	/**
	 * Return the value of an option of the socket.
	 * @param <T> the type of its value
	 * @param option the option
	 * @return its value
	 * @throws UnsupportedOperationException if sockets do not have the option here
	 * @throws IOException if the connection is closed
	 */
	public <T> T getOption(SocketOption<T> option) throws IOException {
		try {
			checkOpen();
			return this.transport.getOption(option);
		}
		catch (IOException ex) {
			throw failure(ex);
		}
	}

	/**
	 * Return the address of this end.
	 * @return the address
	 * @throws IOException if the connection is closed, and has not been asked before
	 */
	public InetSocketAddress localAddress() throws IOException {
		InetSocketAddress known = this.localAddress;
		if (known == null) {
			try {
				checkOpen();
				known = this.transport.localAddress();
			}
			catch (IOException ex) {
				throw failure(ex);
			}
			this.localAddress = known;
		}
		return known;
	}

	/**
	 * Return the address of the peer.
	 * @return the address, also once the connection is closed
	 */
	public InetSocketAddress remoteAddress() {
		return this.transport.remoteAddress();
	}

	/**
	 * Tell whether this end is closed. That the peer has closed its end shows only when
	 * reading.
	 * @return whether it is closed
	 */
	public boolean isClosed() {
		return this.closed.get();
	}

	/**
	 * Close the connection and end the operations under way. What has been written is
	 * still sent, in the background: no value of
	 * {@link java.net.StandardSocketOptions#SO_LINGER} makes this call wait, but 0 drops
	 * it and resets the connection. A further call does nothing.
	 */
	@Override
	public void close() {
		if (this.closed.compareAndSet(false, true)) {
			this.transport.close();
		}
	}

	/**
	 * Check that the connection is open; it may be closed the moment after.
	 */
	void checkOpen() throws SocketException {
		if (this.closed.get()) {
			throw SocketFailures.closed();
		}
	}

	/**
	 * Return the exception for a failed operation, after an interrupt with the connection
	 * closed. After a close, operations fail in several ways, all of which mean this.
	 */
	IOException failure(IOException ex) {
		if (ex instanceof SocketTimeoutException) {
			return ex;
		}
		if (SocketFailures.isInterrupt(ex)) {
			close();
			return SocketFailures.closedByInterrupt(ex);
		}
		return (isClosed()) ? SocketFailures.closed(ex) : SocketFailures.ofTransfer(ex);
	}

	@Override
	public String toString() {
		return "TcpConnection[" + remoteAddress() + ((isClosed()) ? ", closed" : "") + "]";
	}

}
