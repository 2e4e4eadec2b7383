package io.coroutine.spring.task;

import java.util.List;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class KeepAliveTests {

	private static List<Thread> keepers() {
		return Thread.getAllStackTraces()
			.keySet()
			.stream()
			.filter((thread) -> thread.getName().equals("test-keep-alive"))
			.toList();
	}

	@Test
	void whenThereAreThreadsThenOneThatIsNoDaemonIsThereUntilTheLastEnds() throws Exception {
		KeepAlive keepAlive = new KeepAlive(() -> "test-", () -> false);
		Runnable first = keepAlive.during(() -> {
		});
		Runnable second = keepAlive.during(() -> {
		});
		List<Thread> keepers = keepers();
		assertThat(keepers).singleElement().matches((thread) -> !thread.isDaemon());
		first.run();
		assertThat(keepers()).isEqualTo(keepers);
		second.run();
		keepers.getFirst().join();
		Runnable third = keepAlive.during(() -> {
		});
		List<Thread> others = keepers();
		assertThat(others).hasSize(1).doesNotContainAnyElementsOf(keepers);
		third.run();
		others.getFirst().join();
	}

	@Test
	void whenTheThreadsAreDaemonsThenNothingIsKeptAlive() {
		Runnable task = () -> {
		};
		assertThat(new KeepAlive(() -> "test-", () -> true).during(task)).isSameAs(task);
		assertThat(keepers()).isEmpty();
	}

}
