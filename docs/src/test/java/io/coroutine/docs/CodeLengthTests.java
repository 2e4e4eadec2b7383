package io.coroutine.docs;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * No source file is so long that it does two jobs. Code counts, and nothing that explains
 * it: a limit on all lines would be met by leaving documentation out.
 */
class CodeLengthTests {

	private static final int MOST_LINES = 400;

	@Test
	void whenFileIsReadThenItIsNotLong() throws IOException {
		Map<Path, Long> lengths = new TreeMap<>();
		try (Stream<Path> files = Files.walk(MarkdownFile.root())) {
			files.filter((file) -> file.toString().endsWith(".java") && !file.toString().contains("/target/"))
				.forEach((file) -> lengths.put(file, linesOfCode(read(file))));
		}
		assertThat(lengths).hasSizeGreaterThan(500)
			.allSatisfy((file, lines) -> assertThat(lines).as(file.toString()).isLessThanOrEqualTo(MOST_LINES));
	}

	@Test
	void whenLinesAreCommentsOrBlankThenTheyDoNotCount() {
		assertThat(linesOfCode(List.of("/**", " * Text.", " */", "class A {", "", "\t// Why", "\t/* Also why */",
				"\tint field; // a field", "}")))
			.isEqualTo(3);
	}

	static long linesOfCode(List<String> lines) {
		return lines.stream().map(String::strip).filter(CodeLengthTests::isCode).count();
	}

	private static boolean isCode(String line) {
		return !line.isEmpty() && !line.startsWith("//") && !line.startsWith("/*") && !line.startsWith("*");
	}

	private static List<String> read(Path file) {
		try {
			return Files.readAllLines(file);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
