package io.coroutine.docs;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

import io.coroutine.Blocking;
import io.coroutine.Coroutine;
import io.coroutine.CoroutineRuntime;
import io.coroutine.channel.Channel;
import io.coroutine.generator.Generator;
import io.coroutine.local.CoroutineLocal;
import io.coroutine.net.SocketPoll;
import io.coroutine.net.TcpClient;
import io.coroutine.net.TcpConnection;
import io.coroutine.net.TcpServer;
import io.coroutine.scope.CoroutineScope;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The examples of {@code docs/libco.md}.
 */
class LibcoExampleTests {

	private CoroutineRuntime runtime;

	@BeforeEach
	void startRuntime() {
		this.runtime = CoroutineRuntime.builder().start();
	}

	@AfterEach
	void closeRuntime() {
		this.runtime.close();
	}

	@Test
	void whenResumedThenItRunsToItsSuspend() {
		CoroutineRuntime runtime = this.runtime;
		List<String> log = Collections.synchronizedList(new ArrayList<>());
		Coroutine worker = runtime.coroutine().create(() -> {
			log.add("begins");
			suspend();
			log.add("goes on");
		});
		worker.resume();
		log.add("suspended");
		worker.resume();
		assertThat(log).containsExactly("begins", "suspended", "goes on");
	}

	@Test
	void whenTaskIsSubmittedThenItHasAResult() throws Exception {
		CoroutineRuntime runtime = this.runtime;
		Future<Integer> sum = runtime.submit(() -> 40 + 2);
		assertThat(sum.get()).isEqualTo(42);
	}

	@Test
	void whenConditionIsSignalledThenItsWaiterGoesOn() throws Exception {
		CoroutineRuntime runtime = this.runtime;
		ReentrantLock lock = new ReentrantLock(true);
		Condition arrived = lock.newCondition();
		Queue<String> goods = new ArrayDeque<>();
		Future<String> consumer = runtime.submit(() -> {
			lock.lock();
			try {
				while (goods.isEmpty()) {
					if (!arrived.await(30, TimeUnit.SECONDS)) {
						return "time-out";
					}
				}
				return goods.remove();
			}
			finally {
				lock.unlock();
			}
		});
		runtime.start(() -> {
			lock.lock();
			try {
				goods.add("tea");
				arrived.signal();
			}
			finally {
				lock.unlock();
			}
		});
		assertThat(consumer.get()).isEqualTo("tea");
	}

	@Test
	void whenPrivateStackIsLargeThenRecursionMayBeDeep() throws Exception {
		CoroutineRuntime runtime = this.runtime;
		AtomicInteger depth = new AtomicInteger();
		Coroutine deep = runtime.coroutine().privateStack(256 * 1024 * 1024).start(() -> depth.set(recurse(1_000_000)));
		deep.join();
		assertThat(depth).hasValue(1_000_000);
	}

	@Test
	void whenGeneratorIsStreamedThenItRunsAsFarAsAskedFor() throws Exception {
		CoroutineRuntime runtime = this.runtime;
		try (Generator<Integer> powers = Generator.of(runtime, (emitter) -> {
			for (int power = 1;; power *= 2) {
				emitter.emit(power);
			}
		})) {
			assertThat(powers.stream().limit(5)).containsExactly(1, 2, 4, 8, 16);
		}
	}

	@Test
	void whenValueIsSetThenOtherCoroutinesDoNotSeeIt() throws Exception {
		CoroutineRuntime runtime = this.runtime;
		CoroutineLocal<String> user = CoroutineLocal.withInitial(() -> "nobody");
		Future<String> ann = runtime.submit(() -> {
			user.set("ann");
			Coroutine.yield();
			return user.get();
		});
		Future<String> other = runtime.submit(user::get);
		assertThat(ann.get()).isEqualTo("ann");
		assertThat(other.get()).isEqualTo("nobody");
	}

	@Test
	void whenScopeIsJoinedThenAllResultsAreThere() throws Exception {
		CoroutineRuntime runtime = this.runtime;
		try (CoroutineScope scope = CoroutineScope.open(runtime)) {
			Future<String> name = scope.fork(() -> "tea");
			Future<Integer> stock = scope.fork(() -> 7);
			scope.joinAll();
			assertThat(name.resultNow() + ": " + stock.resultNow()).isEqualTo("tea: 7");
		}
	}

	@Test
	void whenChannelIsClosedThenWhatIsInItIsStillReceived() throws Exception {
		CoroutineRuntime runtime = this.runtime;
		Channel<String> orders = Channel.ofCapacity(2);
		runtime.submit(() -> {
			try (orders) {
				for (String order : List.of("tea", "milk", "sugar")) {
					orders.send(order);
				}
			}
			return null;
		});
		assertThat(orders).containsExactly("tea", "milk", "sugar");
	}

	@Test
	void whenCodeBlocksItsThreadThenTheLoopGoesOn() throws Exception {
		CoroutineRuntime runtime = this.runtime;
		Future<Boolean> isVirtual = runtime.submit(() -> Blocking.call(() -> Thread.currentThread().isVirtual()));
		assertThat(isVirtual.get()).isFalse();
	}

	@Test
	void whenServerEchoesThenPollTellsThatThereIsAnAnswer() throws Exception {
		CoroutineRuntime runtime = this.runtime;
		try (TcpServer server = TcpServer.builder(runtime, (connection) -> {
			byte[] buffer = new byte[4096];
			for (int count = connection.read(buffer); count > 0; count = connection.read(buffer)) {
				connection.write(buffer, 0, count);
			}
		}).start()) {
			Duration patience = Duration.ofSeconds(30);
			try (TcpConnection client = TcpClient.connect(runtime, server.localAddress(), patience)) {
				SocketPoll.Interest answer = SocketPoll.read(client);
				assertThat(SocketPoll.await(Set.of(answer), Duration.ZERO)).isEmpty();
				client.write("hello".getBytes(StandardCharsets.UTF_8));
				assertThat(SocketPoll.await(Set.of(answer))).containsExactly(answer);
				assertThat(client.input().readNBytes(5)).asString(StandardCharsets.UTF_8).isEqualTo("hello");
			}
		}
	}

	private static int recurse(int levels) {
		return (levels == 0) ? 0 : 1 + recurse(levels - 1);
	}

	private static void suspend() {
		try {
			Coroutine.suspend();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

}
