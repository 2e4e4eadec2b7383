package io.coroutine.docs;

import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;

import io.coroutine.CoroutineRuntime;
import io.coroutine.scope.Deadline;
import io.coroutine.scope.DeadlineExceededException;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * The examples of {@code docs/deadlines.md}.
 */
class DeadlineExampleTests {

	@Test
	void whenWithinADeadlineThenItIsDoneOrEnds() throws Exception {
		try (CoroutineRuntime runtime = CoroutineRuntime.builder().start()) {
			Future<Report> late = runtime.submit(() -> make(() -> {
				Thread.sleep(Duration.ofHours(1));
				return new Report("never");
			}));
			assertThatExceptionOfType(ExecutionException.class).isThrownBy(late::get)
				.withCauseInstanceOf(DeadlineExceededException.class);
			// All classes are loaded now, so this is done in no time
			assertThat(runtime.submit(() -> make(() -> new Report("done"))).get()).isEqualTo(new Report("done"));
		}
	}

	private static Report make(Reports reports) throws Exception {
		Report report = Deadline.within(Duration.ofSeconds(2), () -> reports.make());
		return report;
	}

	private interface Reports {

		Report make() throws Exception;

	}

	private record Report(String text) {
	}

}
