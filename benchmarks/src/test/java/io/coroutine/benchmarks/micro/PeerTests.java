package io.coroutine.benchmarks.micro;

import io.coroutine.CoroutineRuntime;
import io.coroutine.EngineChoice;
import io.coroutine.channel.Channel;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThatNoException;

/**
 * What the benchmarks measure comes to its end, for each kind of thread.
 */
class PeerTests {

	private static final int FEW = 200;

	@Test
	void whenCoroutinesSwitchThenAllEnd() {
		try (CoroutineRuntime runtime = CoroutineRuntime.builder().engine(EngineChoice.EVENT_LOOP).loops(1).start()) {
			Threads.yieldToEachOther(runtime::start, FEW);
			Threads.handToAndFro(runtime::start, FEW);
			Channel<Integer> there = Channel.ofCapacity(0);
			Channel<Integer> back = Channel.ofCapacity(0);
			Messages.handToAndFro(runtime::start, there::send, there::receive, back::send, back::receive, FEW);
			Batches.createAndFinish(runtime::start, 3, FEW);
			try (Crowd crowd = new Crowd(runtime::start, FEW)) {
				crowd.wake(7, FEW / 2);
			}
		}
	}

	@Test
	void whenPlatformThreadsSwitchThenAllEnd() {
		assertThatNoException().isThrownBy(() -> {
			Threads.yieldToEachOther((task) -> new Thread(task).start(), FEW);
			Threads.handToAndFro((task) -> new Thread(task).start(), FEW);
		});
	}

	@Test
	void whenKotlinSwitchesThenAllEnd() {
		assertThatNoException().isThrownBy(() -> {
			KotlinPeer.yieldToEachOther(FEW);
			KotlinPeer.handToAndFro(FEW);
			KotlinPeer.generate(FEW);
		});
	}

}
