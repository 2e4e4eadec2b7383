package io.coroutine.internal.hook;

import java.net.SocketException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;

import io.coroutine.scope.DeadlineScope;
import io.coroutine.test.Eventually;
import io.coroutine.test.ThreadKind;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * How socket operations of coroutines end when a deadline passes.
 */
@ParameterizedClass
@MethodSource("ours")
class SocketDeadlineTests extends SocketContract {

	private static final Duration SHORT = Duration.ofMillis(2);

	static Stream<Arguments> ours() {
		return all().filter((pair) -> pair.get()[0] == SocketKind.LOOP && pair.get()[1] == ThreadKind.COROUTINE);
	}

	@Test
	void whenADeadlinePassesWhileReadingThenTheSocketIsClosedAndNoInterruptIsLeft() throws Exception {
		Pair pair = connect();
		expectCutOff(() -> pair.socket().getInputStream().read());
		assertThat(pair.peer().getInputStream().read()).isEqualTo(-1);
	}

	@Test
	void whenADeadlinePassesWhileWritingThenTheSocketIsClosedAndNoInterruptIsLeft() throws Exception {
		Pair pair = connect();
		expectCutOff(() -> pair.socket().getOutputStream().write(new byte[64 * 1024 * 1024]));
	}

	@Test
	void whenTheCodeGoesOnToWaitThenItIsInterruptedAgain() throws Exception {
		Pair pair = connect();
		Eventually.get(this.runtime.submit(() -> {
			try (DeadlineScope scope = DeadlineScope.open(SHORT)) {
				assertThatExceptionOfType(SocketException.class)
					.isThrownBy(() -> pair.socket().getInputStream().read());
				assertThatExceptionOfType(InterruptedException.class).isThrownBy(() -> new CountDownLatch(1).await());
				return scope.hasPassed();
			}
		}));
	}

	private void expectCutOff(ThrowingCallable operation) throws Exception {
		Eventually.get(this.runtime.submit(() -> {
			try (DeadlineScope scope = DeadlineScope.open(SHORT)) {
				assertThatExceptionOfType(SocketException.class).isThrownBy(operation)
					.withMessage("Closed by interrupt");
				assertThat(Thread.currentThread().isInterrupted()).isFalse();
				assertThat(DeadlineScope.hasInterruptedCaller()).isTrue();
				return scope.hasPassed();
			}
		}));
	}

}
