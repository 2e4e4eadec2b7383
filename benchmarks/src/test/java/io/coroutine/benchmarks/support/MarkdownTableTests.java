package io.coroutine.benchmarks.support;

import java.util.List;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link MarkdownTable}.
 */
class MarkdownTableTests {

	@Test
	void whenRowsAreAddedThenAlignsTheirColumns() {
		MarkdownTable table = new MarkdownTable(1, List.of("who", "a", "b"));
		table.row(List.of("x", "1", "2"));
		assertThat(table).hasToString("""
				| who | a | b |
				|---|---:|---:|
				| x | 1 | 2 |
				""");
	}

}
