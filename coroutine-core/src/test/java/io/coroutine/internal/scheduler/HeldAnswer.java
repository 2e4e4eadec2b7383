package io.coroutine.internal.scheduler;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;

import io.coroutine.CoroutineRuntime;
import io.coroutine.net.TcpClient;
import io.coroutine.net.TcpConnection;
import org.jspecify.annotations.Nullable;

/**
 * A server that answers its only client when the test says so.
 */
public final class HeldAnswer implements AutoCloseable {

	private static final int ANSWER = 7;

	private final ServerSocket listener;

	private final CountDownLatch connected = new CountDownLatch(1);

	private final CountDownLatch released = new CountDownLatch(1);

	private final CountDownLatch answered = new CountDownLatch(1);

	private final Thread thread;

	private volatile @Nullable Socket accepted;

	public HeldAnswer() throws IOException {
		this.listener = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
		this.thread = Thread.ofPlatform().name("held-answer").start(this::serve);
	}

	private void serve() {
		try (Socket socket = this.listener.accept()) {
			this.accepted = socket;
			this.connected.countDown();
			this.released.await();
			socket.getOutputStream().write(ANSWER);
			this.answered.countDown();
			// Until the client has closed, or is gone
			socket.getInputStream().read();
		}
		catch (IOException ex) {
			// The test has ended
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

	/**
	 * Connect and wait for the answer, on the loops of a runtime.
	 */
	public void ask(CoroutineRuntime runtime) {
		try (TcpConnection connection = TcpClient.connect(runtime, address(), Duration.ofSeconds(60))) {
			byte[] answer = new byte[1];
			connection.readFully(answer);
			if (answer[0] != ANSWER) {
				throw new IllegalStateException("Another answer: " + answer[0]);
			}
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	public InetSocketAddress address() {
		return (InetSocketAddress) this.listener.getLocalSocketAddress();
	}

	public void awaitClient() throws InterruptedException {
		this.connected.await();
	}

	/**
	 * Answer, and return when that is done.
	 */
	public void release() throws InterruptedException {
		this.released.countDown();
		this.answered.await();
	}

	@Override
	public void close() throws IOException, InterruptedException {
		this.released.countDown();
		this.listener.close();
		Socket socket = this.accepted;
		if (socket != null) {
			socket.close();
		}
		this.thread.join();
	}

}
