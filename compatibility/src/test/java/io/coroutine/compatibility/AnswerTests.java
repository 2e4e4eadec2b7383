package io.coroutine.compatibility;

import java.nio.charset.StandardCharsets;
import java.util.List;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link Answer}.
 */
class AnswerTests {

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
			Date: Tue, 01 Dec 2026 10:01:47 GMT | Date: Tue, 01 Dec 2026 10:01:48 GMT
			Set-Cookie: JSESSIONID=0A1B; Path=/ | Set-Cookie: JSESSIONID=2C3D; Path=/
			{"timestamp":"2026-12-01T10:01:47Z"} | {"timestamp":"2026-12-01T10:01:48Z"}
			<div id='created'>Tue Dec 01 10:01:47 UTC 2026</div> | <div id='created'>Tue Dec 01 10:01:48 UTC 2026</div>
			<input name="_csrf" type="hidden" value="a"/> | <input name="_csrf" type="hidden" value="b"/>
			""")
	void whenOnlyTimeOrIdentityDiffersThenAnswersAreEqual(String one, String other) {
		assertThat(answer(one)).isEqualTo(answer(other)).hasSameHashCodeAs(answer(other));
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			Set-Cookie: JSESSIONID=0A1B; Path=/ | Set-Cookie: JSESSIONID=0A1B; Path=/; Secure
			<div id='created'>now</div> | <div id='caused'>now</div>
			""")
	void whenMeaningDiffersThenAnswersDiffer(String one, String other) {
		assertThat(answer(one)).isNotEqualTo(answer(other));
	}

	private static Answer answer(String line) {
		return new Answer("HTTP/1.1 200", List.of(line), line.getBytes(StandardCharsets.UTF_8));
	}

}
