package io.coroutine.internal.accept;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.ThreadLocalRandom;

import io.coroutine.CoroutineRuntime;
import io.coroutine.EngineChoice;
import io.coroutine.internal.linux.Errno;
import io.coroutine.internal.linux.Sockets;
import io.coroutine.internal.loop.EventLoop;
import io.coroutine.internal.scheduler.Scheduler;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Which loop a connection belongs to. The descriptor of a connection stands for the CPU
 * that receives its packets here.
 */
class LoopBalanceTests {

	private static final int UNKNOWN = -92;

	private final CoroutineRuntime runtime = CoroutineRuntime.builder()
		.engine(EngineChoice.EVENT_LOOP)
		.loops(3)
		.start();

	private final List<EventLoop> loops = Scheduler.behind(this.runtime).loops().loops();

	private final FixedCpus cpus = new FixedCpus();

	private final LoopBalance balance = new LoopBalance(Scheduler.behind(this.runtime).loops(), this.cpus);

	@AfterEach
	void stop() {
		assertThat(this.loops).extracting(this.balance::count).containsOnly(0);
		this.runtime.close();
	}

	@Test
	void whenOneLoopAcceptsAllThenTheOthersGetTheirShare() {
		List<ConnectionHome> homes = homes(9);
		assertThat(this.loops).extracting(this.balance::count).allSatisfy((count) -> assertThat(count).isBetween(2, 4));
		homes.forEach(ConnectionHome::leave);
	}

	@Test
	void whenPacketsAreReceivedUnderAnotherLoopThenItTakesTheConnectionOver() {
		ConnectionHome first = this.balance.home(this.loops.get(0));
		ConnectionHome second = this.balance.home(this.loops.get(1));
		reconsider(second, 7, 7);
		assertThat(reconsider(first, 5, 7)).isSameAs(this.loops.get(1));
		assertThat(first.loop()).isSameAs(this.loops.get(1));
		assertThat(this.loops).extracting(this.balance::count).containsExactly(0, 2, 0);
		first.leave();
		second.leave();
	}

	@Test
	void whenLoopRunsWhereThePacketsAreReceivedThenTheConnectionStays() {
		ConnectionHome first = this.balance.home(this.loops.get(0));
		ConnectionHome second = this.balance.home(this.loops.get(1));
		reconsider(second, 5, 5);
		assertThat(reconsider(first, 5, 5)).isSameAs(this.loops.get(0));
		first.leave();
		second.leave();
	}

	@Test
	void whenNoLoopRunsWhereThePacketsAreReceivedThenTheConnectionStays() {
		ConnectionHome home = this.balance.home(this.loops.get(0));
		assertThat(reconsider(home, 0, 6)).isSameAs(this.loops.get(0));
		assertThat(reconsider(home, 0, UNKNOWN)).isSameAs(this.loops.get(0));
		assertThat(reconsider(home, UNKNOWN, UNKNOWN)).isSameAs(this.loops.get(0));
		// No loop has been seen yet
		assertThat(reconsider(home, 0, -1)).isSameAs(this.loops.get(0));
		home.leave();
	}

	@Test
	void whenAllPacketsAreReceivedUnderOneLoopThenThatGetsFewMoreThanTheOthers() {
		List<ConnectionHome> homes = homes(30);
		for (int round = 0; round < 3; round++) {
			for (ConnectionHome home : homes) {
				reconsider(home, home.loop().index(), 0);
			}
		}
		assertThat(this.loops).extracting(this.balance::count)
			.allSatisfy((count) -> assertThat(count).isBetween(8, 12));
		assertThat(this.balance.count(this.loops.get(0))).isGreaterThanOrEqualTo(11);
		homes.forEach(ConnectionHome::leave);
	}

	@Test
	void whenConnectionsAreOnTheWrongLoopsThenTheyChangePlaces() {
		List<ConnectionHome> homes = homes(30);
		for (int round = 0; round < 30; round++) {
			for (int i = 0; i < homes.size(); i++) {
				reconsider(homes.get(i), homes.get(i).loop().index(), i % 3);
			}
		}
		for (int i = 0; i < homes.size(); i++) {
			assertThat(homes.get(i).loop().index()).isEqualTo(i % 3);
		}
		homes.forEach(ConnectionHome::leave);
	}

	@Test
	void whenConnectionHasEndedThenItMovesNoMoreAndIsCountedOnce() {
		ConnectionHome other = this.balance.home(this.loops.get(1));
		reconsider(other, 1, 1);
		ConnectionHome home = this.balance.home(this.loops.get(0));
		home.leave();
		home.leave();
		assertThat(reconsider(home, 0, 1)).isSameAs(this.loops.get(0));
		assertThat(this.loops).extracting(this.balance::count).containsExactly(0, 1, 0);
		other.leave();
	}

	@Test
	void whenConnectionsEndWhileTheyMoveThenNoneIsCountedTwice() throws Exception {
		for (int round = 0; round < 200; round++) {
			List<ConnectionHome> homes = homes(6);
			List<Thread> threads = new ArrayList<>();
			for (ConnectionHome home : homes) {
				threads.add(Thread.ofPlatform().start(() -> {
					for (int i = 0; i < 20; i++) {
						reconsider(home, home.loop().index(), ThreadLocalRandom.current().nextInt(3));
					}
				}));
				threads.add(Thread.ofPlatform().start(home::leave));
			}
			for (Thread thread : threads) {
				thread.join();
			}
			assertThat(this.loops).extracting(this.balance::count).containsOnly(0);
		}
	}

	@Test
	void whenSystemIsAskedThenItKnowsProcessors() throws Exception {
		int most = 4096;
		assertThat(Cpus.SYSTEM.current()).isBetween(0, most);
		assertThat(Cpus.SYSTEM.receiving(-1)).isNegative();
		try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
			int descriptor = Sockets.open();
			try {
				int result = Sockets.connect(descriptor, server.getInetAddress(), server.getLocalPort());
				server.accept().close();
				assertThat(result).isIn(0, -Errno.EINPROGRESS);
				assertThat(Cpus.SYSTEM.receiving(descriptor)).isBetween(0, most);
			}
			finally {
				Sockets.close(descriptor);
			}
		}
	}

	private List<ConnectionHome> homes(int count) {
		List<ConnectionHome> homes = new ArrayList<>();
		SplittableRandom random = new SplittableRandom(count);
		for (int i = 0; i < count; i++) {
			homes.add(this.balance.home(this.loops.get(random.nextInt(3))));
		}
		return homes;
	}

	/**
	 * Have the home reconsidered once, on a loop that runs on a CPU.
	 */
	private EventLoop reconsider(ConnectionHome home, int current, int receiving) {
		this.cpus.current.set(current);
		EventLoop loop = home.loop();
		for (int i = 0; i < ConnectionHome.PERIOD; i++) {
			loop = home.reconsider(receiving);
		}
		return loop;
	}

	private static final class FixedCpus implements Cpus {

		private final ThreadLocal<Integer> current = new ThreadLocal<>();

		@Override
		public int current() {
			return this.current.get();
		}

		@Override
		public int receiving(int descriptor) {
			return descriptor;
		}

	}

}
