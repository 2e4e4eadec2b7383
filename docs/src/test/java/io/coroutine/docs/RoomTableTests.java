package io.coroutine.docs;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The table in {@code docs/design/rooms.md} is what the sources say, apart from the
 * lines, which change all the time. With {@code -Drooms.write} it is made anew.
 */
class RoomTableTests {

	private final Path page = MarkdownFile.root().resolve("docs/design/rooms.md");

	@Test
	void whenPackagesAreDescribedThenAsTheyAre() throws IOException {
		String text = Files.readString(this.page);
		String current = RoomTable.read(RoomTable.order(text)).in(text);
		if (System.getProperty("rooms.write") != null) {
			Files.writeString(this.page, current);
			text = current;
		}
		assertThat(withoutLines(text)).isEqualTo(withoutLines(current));
	}

	/**
	 * The order holds for documentation, too, which the compiled classes do not show.
	 */
	@Test
	void whenPackageImportsThenFromFurtherDown() throws IOException {
		List<String> order = RoomTable.order(Files.readString(this.page));
		assertThat(RoomTable.read(order).rows()).allSatisfy((row) -> assertThat(row.uses()).as(row.name())
			.allSatisfy((used) -> assertThat(order.indexOf(used)).as(used).isGreaterThan(order.indexOf(row.name()))));
	}

	@Test
	void whenPackageIsNewThenItComesLast() throws IOException {
		List<RoomTable.Row> rows = RoomTable.read(List.of("io.coroutine.snapshot", "io.coroutine.net")).rows();
		assertThat(rows).extracting(RoomTable.Row::name)
			.startsWith("io.coroutine.snapshot", "io.coroutine.net", "io.coroutine");
	}

	private static String withoutLines(String page) {
		return page.replaceAll("(?m)^(\\| `[^`]+` \\| \\d+ \\|) \\d+", "$1");
	}

}
