package io.coroutine.net;

import java.io.OutputStream;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;

import io.coroutine.CoroutineRuntime;
import io.coroutine.EngineChoice;
import io.coroutine.net.SocketPoll.Interest;
import io.coroutine.net.SocketPoll.Kind;
import io.coroutine.test.Eventually;
import io.coroutine.test.Task;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Waiting for several sockets, on both engines and from all kinds of threads.
 */
@ParameterizedClass
@MethodSource("all")
class SocketPollTests extends TcpContract {

	private static final byte[] MUCH = new byte[32 * 1024 * 1024];

	private static final Duration SETTLED = Duration.ofMillis(200);

	private Task<Set<Interest>> poll(Interest... interests) {
		return begin(() -> SocketPoll.await(List.of(interests)));
	}

	private Set<Interest> look(Interest... interests) throws Exception {
		return call(() -> SocketPoll.await(List.of(interests), Duration.ZERO));
	}

	@Test
	void whenOneBecomesReadyThenItIsTold() throws Exception {
		Pair first = connect();
		Pair second = connect();
		TcpServerSocket server = listen();
		Interest[] all = { SocketPoll.read(first.near()), SocketPoll.read(second.near()), SocketPoll.accept(server) };
		assertThat(look(all)).isEmpty();
		Task<Set<Interest>> polling = poll(all).awaitWaiting();
		second.far().write(new byte[3]);
		assertThat(polling.get()).containsExactly(all[1]);
		assertThat(look(all)).containsExactly(all[1]);
		assertThat(call(() -> second.near().read(new byte[10])).intValue()).isEqualTo(3);
		assertThat(look(all)).isEmpty();
		polling = poll(all).awaitWaiting();
		connect(server.localAddress());
		assertThat(polling.get()).containsExactly(all[2]);
		opened(call(server::accept));
		assertThat(look(all)).isEmpty();
		first.far().write(new byte[1]);
		second.far().close();
		Eventually.until(() -> lookQuietly(all).size() == 2);
		assertThat(poll(all).get()).containsExactly(all[0], all[1]);
	}

	private Set<Interest> lookQuietly(Interest... interests) {
		try {
			return look(interests);
		}
		catch (Exception ex) {
			throw new IllegalStateException(ex);
		}
	}

	@Test
	void whenNothingHappensThenTimeIsUpAndSetIsEmpty() throws Exception {
		Pair pair = connect();
		assertThat(call(() -> SocketPoll.await(List.of(SocketPoll.read(pair.near())), SHORT))).isEmpty();
	}

	@Test
	void whenPeerReadsThenThereIsRoomToWrite() throws Exception {
		Pair pair = connect();
		Interest write = SocketPoll.write(pair.near());
		Interest read = SocketPoll.read(pair.near());
		assertThat(look(write, read)).containsExactly(write);
		// The kernel moves bytes on to the peer and grows its buffers after a write has
		// returned, so that room at once tells little: full is what stays full for a
		// while
		while (!call(() -> SocketPoll.await(List.of(read, write), SETTLED)).isEmpty()) {
			pair.near().write(new byte[1000]);
		}
		Task<Set<Interest>> polling = poll(read, write).awaitWaiting();
		Task<Long> draining = begin(() -> pair.far().input().transferTo(OutputStream.nullOutputStream()));
		assertThat(polling.get()).containsExactly(write);
		pair.near().close();
		assertThat(draining.get()).isPositive();
	}

	@Test
	void whenSeveralPollAndOneReadsThenAllAreWoken() throws Exception {
		Pair pair = connect();
		Interest read = SocketPoll.read(pair.near());
		assertThat(look(read)).isEmpty();
		Task<Integer> reading = begin(() -> pair.near().read(new byte[1])).awaitWaiting();
		List<Task<Set<Interest>>> polling = new ArrayList<>();
		for (int i = 0; i < 4; i++) {
			polling.add(poll(read).awaitWaiting());
		}
		pair.far().write(new byte[2]);
		assertThat(reading.get().intValue()).isEqualTo(1);
		for (Task<Set<Interest>> task : polling) {
			assertThat(task.get()).containsExactly(read);
		}
		assertThat(call(() -> pair.near().read(new byte[5])).intValue()).isEqualTo(1);
	}

	@Test
	void whenSomebodyReadsAlreadyThenPollSeesWhatIsLeft() throws Exception {
		Pair pair = connect();
		Interest read = SocketPoll.read(pair.near());
		Task<Integer> reading = begin(() -> pair.near().read(new byte[1])).awaitWaiting();
		Task<Set<Interest>> polling = poll(read).awaitWaiting();
		pair.far().write(new byte[2]);
		assertThat(reading.get().intValue()).isEqualTo(1);
		assertThat(polling.get()).containsExactly(read);
		Task<Void> writing = awaitBlocked(start(() -> pair.near().write(MUCH)));
		assertThat(call(() -> pair.near().read(new byte[5])).intValue()).isEqualTo(1);
		Task<Integer> next = begin(() -> pair.near().read(new byte[5])).awaitWaiting();
		pair.near().close();
		assertClosed(writing);
		assertClosed(next);
	}

	@Test
	void whenPolledSocketWaitsInOperationsThenTimeoutsAndInterruptsHold() throws Exception {
		Pair pair = connect();
		assertThat(look(SocketPoll.read(pair.near()))).isEmpty();
		pair.near().readTimeout(SHORT);
		assertThatExceptionOfType(SocketTimeoutException.class)
			.isThrownBy(() -> call(() -> pair.near().read(new byte[1])))
			.withMessage("Read timed out");
		pair.near().readTimeout(Duration.ZERO);
		Task<Integer> reading = begin(() -> pair.near().read(new byte[1])).awaitWaiting();
		pair.near().write(new byte[1]);
		pair.far().write(new byte[1]);
		assertThat(reading.get().intValue()).isEqualTo(1);
		reading = begin(() -> pair.near().read(new byte[1])).awaitWaiting();
		reading.interrupt();
		assertThatExceptionOfType(SocketException.class).isThrownBy(reading::get).withMessage("Closed by interrupt");
		TcpServerSocket server = listen();
		assertThat(look(SocketPoll.accept(server))).isEmpty();
		assertThatExceptionOfType(SocketTimeoutException.class).isThrownBy(() -> call(() -> server.accept(SHORT)))
			.withMessage("Accept timed out");
		Task<TcpConnection> accepting = begin(server::accept).awaitWaiting();
		connect(server.localAddress());
		opened(accepting.get());
		accepting = begin(server::accept).awaitWaiting();
		server.close();
		assertClosed(accepting);
	}

	@Test
	void whenPolledSocketDoesNotTakeDataThenWriterWaits() throws Exception {
		Pair pair = connect();
		assertThat(look(SocketPoll.write(pair.near()))).hasSize(1);
		Task<Void> writing = awaitBlocked(start(() -> pair.near().write(MUCH)));
		Task<Long> draining = begin(() -> pair.far().input().transferTo(OutputStream.nullOutputStream()));
		writing.get();
		pair.near().writeTimeout(SHORT).close();
		assertThat(draining.get()).isEqualTo(MUCH.length);
	}

	@Test
	void whenClosedThenItCountsAsReady() throws Exception {
		Pair pair = connect();
		Interest read = SocketPoll.read(pair.near());
		Interest write = SocketPoll.write(pair.near());
		Task<Set<Interest>> polling = poll(read).awaitWaiting();
		pair.near().close();
		assertThat(polling.get()).containsExactly(read);
		assertThat(look(read, write)).containsExactly(read, write);
		TcpServerSocket server = listen();
		Interest accept = SocketPoll.accept(server);
		polling = poll(accept).awaitWaiting();
		server.close();
		assertThat(polling.get()).containsExactly(accept);
		assertThat(poll(accept).get()).containsExactly(accept);
	}

	@Test
	void whenPeerResetsThenItIsReady() throws Exception {
		Pair pair = connect();
		Interest read = SocketPoll.read(pair.near());
		Task<Set<Interest>> polling = poll(read).awaitWaiting();
		pair.reset();
		assertThat(polling.get()).containsExactly(read);
	}

	@Test
	void whenInterruptedThenPollEndsAndSocketsStayOpen() throws Exception {
		Pair pair = connect();
		Task<Set<Interest>> polling = poll(SocketPoll.read(pair.near())).awaitWaiting();
		polling.interrupt();
		assertThatExceptionOfType(InterruptedException.class).isThrownBy(polling::get);
		assertThat(pair.near().isClosed()).isFalse();
		assertThatExceptionOfType(InterruptedException.class).isThrownBy(() -> call(() -> {
			Thread.currentThread().interrupt();
			return SocketPoll.await(List.of(SocketPoll.write(pair.near())));
		}));
	}

	@Test
	void whenSocketsAreOfDifferentRuntimesThenAllArePolled() throws Exception {
		Pair ours = connect();
		CoroutineRuntime other = opened(newRuntime());
		TcpServerSocket server = listen();
		TcpConnection theirs = opened(TcpClient.connect(other, server.localAddress(), LONG));
		TcpConnection far = opened(server.accept());
		Interest[] both = { SocketPoll.read(ours.near()), SocketPoll.read(theirs) };
		Task<Set<Interest>> polling = poll(both).awaitWaiting();
		far.write(new byte[1]);
		assertThat(polling.get()).containsExactly(both[1]);
	}

	@Test
	void whenRuntimeIsClosedThenPollGoesOn() throws Exception {
		CoroutineRuntime other = newRuntime();
		TcpServerSocket server = listen();
		TcpConnection near = opened(TcpClient.connect(other, server.localAddress(), LONG));
		TcpConnection far = opened(server.accept());
		Interest read = SocketPoll.read(near);
		Task<Set<Interest>> polling = poll(read).awaitWaiting();
		other.close();
		far.write(new byte[1]);
		assertThat(polling.get()).containsExactly(read);
		assertThat(call(() -> near.read(new byte[5])).intValue()).isEqualTo(1);
		polling = poll(read).awaitWaiting();
		far.close();
		assertThat(polling.get()).containsExactly(read);
	}

	@Test
	void whenInputIsBadThenFailureSaysSo() throws Exception {
		Pair pair = connect();
		TcpServerSocket server = listen();
		assertThatIllegalArgumentException().isThrownBy(() -> SocketPoll.await(List.of()))
			.withMessageContaining("at least one");
		assertThatIllegalArgumentException()
			.isThrownBy(() -> SocketPoll.await(List.of(SocketPoll.read(pair.near())), Duration.ofMillis(-1)))
			.withMessageContaining("must not be negative");
		assertThatIllegalArgumentException().isThrownBy(() -> new Interest(server, Kind.READ))
			.withMessageContaining("server sockets for ACCEPT");
		assertThatIllegalArgumentException().isThrownBy(() -> new Interest(pair.near(), Kind.ACCEPT));
		assertThatIllegalArgumentException().isThrownBy(() -> new Interest(this.runtime::close, Kind.READ));
	}

	@Test
	void whenEnginesAreMixedThenFailureSaysSo() throws Exception {
		EngineChoice another = (this.engine == EngineChoice.PORTABLE) ? EngineChoice.EVENT_LOOP : EngineChoice.PORTABLE;
		CoroutineRuntime other = opened(CoroutineRuntime.builder().engine(another).loops(1).start());
		TcpServerSocket theirs = opened(TcpServerSocket.bind(other, loopback(0), 1));
		TcpServerSocket ours = listen();
		assertThatIllegalArgumentException()
			.isThrownBy(() -> SocketPoll.await(List.of(SocketPoll.accept(ours), SocketPoll.accept(theirs))))
			.withMessageContaining("one engine");
	}

	/**
	 * Each byte sent is found by one of several that poll and then read: a lost wake-up
	 * would be a hang.
	 */
	@Test
	void whenManyPollAndReadAtAnyMomentThenNoWakeUpIsLost() throws Exception {
		int rounds = 1_000;
		long seed = System.nanoTime();
		System.out.println("Seed: " + seed);
		List<Pair> pairs = List.of(connect(), connect(), connect());
		List<Interest> interests = pairs.stream().map((pair) -> SocketPoll.read(pair.near())).toList();
		// So that no read of the portable engine keeps the others from polling
		assertThat(look(interests.toArray(Interest[]::new))).isEmpty();
		List<Task<Integer>> polling = new ArrayList<>();
		for (int i = 0; i < 3; i++) {
			polling.add(begin(() -> pollAndRead(interests)));
		}
		List<Task<Void>> sending = new ArrayList<>();
		for (Pair pair : pairs) {
			Random random = new Random(seed++);
			sending.add(start(() -> {
				for (int i = 0; i < rounds; i++) {
					pair.far().write(new byte[1]);
					if (random.nextInt(8) == 0) {
						TimeUnit.MICROSECONDS.sleep(random.nextInt(300));
					}
				}
			}));
		}
		for (Task<Void> task : sending) {
			task.get();
		}
		for (Pair pair : pairs) {
			pair.far().close();
		}
		int total = 0;
		for (Task<Integer> task : polling) {
			total += task.get();
		}
		assertThat(total).isEqualTo(pairs.size() * rounds);
	}

	private static int pollAndRead(List<Interest> interests) throws Exception {
		int total = 0;
		List<Interest> open = new ArrayList<>(interests);
		while (!open.isEmpty()) {
			for (Interest interest : SocketPoll.await(open)) {
				TcpConnection connection = (TcpConnection) interest.socket();
				int count = connection.read(new byte[1]);
				if (count < 0) {
					open.remove(interest);
				}
				total += Math.max(count, 0);
			}
		}
		return total;
	}

}
