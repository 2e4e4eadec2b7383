package io.coroutine;

import io.coroutine.snapshot.WaitKind;
import io.coroutine.snapshot.WaitingFor;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

class WaitLikenessTests {

	@ParameterizedTest
	@CsvSource(delimiter = '|',
			textBlock = """
					SOCKET    | read from 10.1.2.3:32767                            | read from 10.1.2.3:32767
					SOCKET    | read from 10.1.2.3:32768                            | read from 10.1.2.3
					SOCKET    | read from 10.1.2.3:39999                            | read from 10.1.2.3
					SOCKET    | write to [::1]:65535                                | write to [::1]
					SOCKET    | connect to 10.1.2.3:5432                            | connect to 10.1.2.3:5432
					JOIN      | end of coroutine #12 (report (1))                   | end of a coroutine
					TRANSFER  | suspend or end of coroutine #12 (coroutine-12)      | suspend or end of a coroutine
					LOCK      | some.Lock@1f, owned by main (thread #1)             | some.Lock@1f, owned by main (thread #1)
					FUTURE    | java.util.concurrent.CompletableFuture$Signaller@1f | java.util.concurrent.CompletableFuture$Signaller
					CONDITION | some.Latch@1f, owned by a@b (thread #1)             | some.Latch
					QUEUE     | admission by the gate 'orders'                      | admission by the gate 'orders'
					""")
	void whenWaitsAreAlikeThenTheyReadTheSame(WaitKind kind, String text, String expected) {
		assertThat(WaitLikeness.of(new WaitingFor(kind, text))).isEqualTo(new WaitingFor(kind, expected));
	}

}
