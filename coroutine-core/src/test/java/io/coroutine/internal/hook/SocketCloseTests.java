package io.coroutine.internal.hook;

import java.io.InputStream;
import java.io.OutputStream;
import java.lang.ref.WeakReference;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.TimeUnit;

import io.coroutine.internal.scheduler.Scheduler;
import io.coroutine.test.Eventually;
import io.coroutine.test.OpenFiles;
import io.coroutine.test.Task;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/**
 * How calls end that are under way when the socket is closed or the thread interrupted.
 */
@ParameterizedClass
@MethodSource("all")
class SocketCloseTests extends SocketContract {

	private static final byte[] MUCH = new byte[64 * 1024 * 1024];

	@Test
	void whenClosedWhileReadingThenReadFails() throws Exception {
		for (int timeout : List.of(0, 60_000)) {
			Pair pair = connect();
			pair.socket().setSoTimeout(timeout);
			Task<Integer> task = begin(() -> pair.socket().getInputStream().read()).awaitWaiting();
			Task<Integer> second = begin(() -> pair.socket().getInputStream().read()).awaitWaiting();
			pair.socket().close();
			assertThatThrownBy(task::get).isExactlyInstanceOf(SocketException.class).hasMessage("Socket closed");
			assertThatThrownBy(second::get).isInstanceOf(SocketException.class);
			assertThat(pair.peer().getInputStream().read()).isEqualTo(-1);
		}
	}

	@Test
	void whenClosedWhileWritingThenWriteFails() throws Exception {
		Pair pair = connect();
		Task<Void> task = start(() -> pair.socket().getOutputStream().write(MUCH)).awaitWaiting();
		pair.socket().close();
		assertThatThrownBy(task::get).isExactlyInstanceOf(SocketException.class).hasMessage("Socket closed");
		assertThat(pair.peer().getInputStream().readAllBytes().length).isLessThan(MUCH.length);
	}

	@Test
	void whenClosedWhileReadingAndWritingThenBothFail() throws Exception {
		Pair pair = connect();
		Task<Void> writing = start(() -> pair.socket().getOutputStream().write(MUCH)).awaitWaiting();
		Task<Integer> reading = begin(() -> pair.socket().getInputStream().read()).awaitWaiting();
		pair.socket().close();
		assertThatThrownBy(writing::get).isExactlyInstanceOf(SocketException.class).hasMessage("Socket closed");
		assertThatThrownBy(reading::get).isExactlyInstanceOf(SocketException.class).hasMessage("Socket closed");
	}

	@Test
	void whenClosedThenCallsFail() throws Exception {
		Pair pair = connect();
		InputStream in = pair.socket().getInputStream();
		OutputStream out = pair.socket().getOutputStream();
		run(in::close);
		assertThat(pair.socket().isClosed()).isTrue();
		assertThatThrownBy(() -> call(in::read)).isExactlyInstanceOf(SocketException.class).hasMessage("Socket closed");
		assertThatThrownBy(() -> run(() -> out.write(1))).isExactlyInstanceOf(SocketException.class)
			.hasMessage("Socket closed");
		assertThatThrownBy(pair.socket()::shutdownInput).hasMessage("Socket is closed");
		run(pair.socket()::close);
	}

	@Test
	void whenClosedWithUnreadDataThenSentDataStillArrives() throws Exception {
		Pair pair = connect();
		pair.send("unread");
		pair.awaitArrival(6);
		run(() -> {
			pair.socket().getOutputStream().write("last words".getBytes(StandardCharsets.UTF_8));
			pair.socket().close();
		});
		assertThat(pair.peer().getInputStream().readNBytes(10)).asString().isEqualTo("last words");
	}

	@Test
	void whenClosedWithoutLingeringThenPeerIsReset() throws Exception {
		for (boolean busy : List.of(false, true)) {
			Pair pair = connect();
			pair.socket().setSoLinger(true, 0);
			Task<Integer> task = begin(() -> (busy) ? pair.socket().getInputStream().read() : -1).awaitWaiting();
			pair.socket().close();
			assertThatThrownBy(() -> pair.peer().getInputStream().read()).isInstanceOf(SocketException.class)
				.hasMessage("Connection reset");
			if (busy) {
				assertThatThrownBy(task::get).hasMessage("Socket closed");
			}
		}
	}

	@Test
	void whenClosedWithLingeringThenAllIsSent() throws Exception {
		Pair pair = connect();
		pair.socket().setSoLinger(true, 30);
		run(() -> {
			pair.socket().getOutputStream().write("data".getBytes(StandardCharsets.UTF_8));
			pair.socket().close();
		});
		assertThat(pair.peer().getInputStream().readAllBytes()).asString().isEqualTo("data");
	}

	@Test
	void whenClosedWithLingeringDuringAnotherCallThenCloseDoesNotWait() throws Exception {
		// The JDK's own sockets may wait all the same if the other thread is a platform
		// thread
		int seconds = (this.sockets == SocketKind.JDK && !this.threads.isVirtual()) ? 1 : 200;
		for (boolean reading : List.of(true, false)) {
			Pair pair = connect();
			pair.socket().setSoLinger(true, seconds);
			start(() -> pair.socket().getOutputStream().write(new byte[100_000])).get();
			Task<Void> task = start(() -> {
				if (reading) {
					pair.socket().getInputStream().read();
				}
				else {
					pair.socket().getOutputStream().write(MUCH);
				}
			}).awaitWaiting();
			Task<Void> closing = start(pair.socket()::close);
			closing.get();
			// Until this, the JDK's own sockets make the other call wait
			assertThat(pair.peer().getInputStream().readAllBytes().length).isBetween(100_000, 100_000 + MUCH.length);
			assertThatThrownBy(task::get).isExactlyInstanceOf(SocketException.class).hasMessage("Socket closed");
		}
	}

	@Test
	void whenInterruptedWhileReadingThenOnlyVirtualThreadIsStopped() throws Exception {
		for (int timeout : List.of(0, 60_000)) {
			Pair pair = connect();
			pair.socket().setSoTimeout(timeout);
			Task<Integer> task = begin(() -> pair.socket().getInputStream().read()).awaitWaiting();
			task.interrupt();
			expectStopped(task, pair);
		}
	}

	@Test
	void whenInterruptedWhileWritingThenOnlyVirtualThreadIsStopped() throws Exception {
		Pair pair = connect();
		Task<Void> task = start(() -> pair.socket().getOutputStream().write(MUCH)).awaitWaiting();
		task.interrupt();
		expectStopped(task, pair);
	}

	private void expectStopped(Task<?> task, Pair pair) throws Exception {
		if (!this.threads.isVirtual()) {
			TimeUnit.MILLISECONDS.sleep(5);
			assertThat(task.awaitWaiting().isDone()).isFalse();
			assertThat(pair.socket().isClosed()).isFalse();
			pair.socket().close();
		}
		assertThatThrownBy(task::get).isExactlyInstanceOf(SocketException.class)
			.hasMessage((this.threads.isVirtual()) ? "Closed by interrupt" : "Socket closed");
		assertThat(pair.socket().isClosed()).isTrue();
	}

	@Test
	void whenInterruptedBeforeThenDataThatIsThereIsStillRead() throws Exception {
		Pair pair = connect();
		for (int i = 0; i < 3; i++) {
			pair.send("x");
			pair.awaitArrival(1);
			assertThat(callInt(() -> {
				Thread.currentThread().interrupt();
				int read = pair.socket().getInputStream().read(new byte[10]);
				pair.socket().getOutputStream().write(1);
				return (Thread.interrupted()) ? read : -1;
			})).isEqualTo(1);
		}
		assertThat(pair.socket().isClosed()).isFalse();
	}

	@Test
	void whenInterruptedBeforeReadWithoutDataThenOnlyVirtualThreadIsStopped() throws Exception {
		Pair pair = connect();
		Task<Integer> task = begin(() -> {
			Thread.currentThread().interrupt();
			return pair.socket().getInputStream().read();
		}).awaitWaiting();
		expectStopped(task, pair);
	}

	@Test
	void whenNobodyRefersToSocketThenItIsClosed() throws Exception {
		long before = OpenFiles.count();
		WeakReference<Socket> reference = new WeakReference<>(openAndForget());
		for (int i = 0; i < 10; i++) {
			// Event loops remember the coroutine that ran last
			run(Thread::yield);
		}
		Eventually.until(() -> {
			System.gc();
			return reference.refersTo(null) && OpenFiles.count() <= before;
		});
	}

	private Socket openAndForget() throws Exception {
		Socket forgotten = this.sockets.newSocket(Scheduler.behind(this.runtime).loops());
		InetSocketAddress address = serverAddress();
		call(() -> {
			forgotten.connect(address);
			return 0;
		});
		this.server.accept().close();
		call(() -> forgotten.getInputStream().read());
		return forgotten;
	}

}
