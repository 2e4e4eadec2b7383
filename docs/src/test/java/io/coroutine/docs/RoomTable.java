package io.coroutine.docs;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A table of the packages of the core, read from their sources.
 *
 * @param rows a line for each package
 */
record RoomTable(List<Row> rows) {

	private static final String ROOT = "io.coroutine";

	private static final Pattern IMPORT = Pattern.compile("(?m)^import (?:static )?(" + ROOT + "(?:\\.[a-z]\\w*)*)\\.");

	private static final Pattern PUBLIC = Pattern.compile("(?m)^public ");

	private static final Pattern ROW = Pattern.compile("(?m)^\\| `([^`]+)` \\|.*$");

	/**
	 * Read the sources.
	 * @param order the packages that come first; the others follow by name
	 */
	static RoomTable read(List<String> order) throws IOException {
		Path sources = MarkdownFile.root().resolve("coroutine-core/src/main/java");
		try (Stream<Path> folders = Files.walk(sources)) {
			List<Row> rows = folders.filter((folder) -> Files.exists(folder.resolve("package-info.java")))
				.map((folder) -> Row.read(sources.relativize(folder).toString().replace('/', '.'), folder))
				.sorted((one, other) -> compare(order, one.name(), other.name()))
				.toList();
			return new RoomTable(rows);
		}
	}

	private static int compare(List<String> order, String one, String other) {
		int difference = Integer.compareUnsigned(order.indexOf(one), order.indexOf(other));
		return (difference != 0) ? difference : one.compareTo(other);
	}

	/**
	 * Return the packages that a page has in its table, in its order.
	 */
	static List<String> order(String page) {
		return ROW.matcher(page).results().map((row) -> full(row.group(1))).toList();
	}

	/**
	 * Return a page with its table made anew.
	 */
	String in(String page) {
		List<MatchResult> old = ROW.matcher(page).results().toList();
		return page.substring(0, old.getFirst().start()) + text() + page.substring(old.getLast().end());
	}

	String text() {
		return this.rows.stream().map(Row::text).collect(Collectors.joining("\n"));
	}

	private static String full(String name) {
		return (name.equals(ROOT)) ? name : ROOT + "." + name;
	}

	private static String brief(String name) {
		return (name.equals(ROOT)) ? name : name.substring(ROOT.length() + 1);
	}

	/**
	 * A package.
	 *
	 * @param name its name
	 * @param files how many classes have a file
	 * @param lines how many lines of code these have
	 * @param publicTypes how many of the files hold a public type
	 * @param uses the other packages of the core that it imports from
	 */
	record Row(String name, int files, long lines, long publicTypes, Set<String> uses) {

		private static Row read(String name, Path folder) {
			try (Stream<Path> files = Files.list(folder)) {
				List<String> sources = files.filter((file) -> file.toString().endsWith(".java"))
					.filter((file) -> !file.endsWith("package-info.java"))
					.map(Row::source)
					.toList();
				Set<String> uses = sources.stream()
					.flatMap((source) -> IMPORT.matcher(source).results().map((found) -> found.group(1)))
					.collect(Collectors.toCollection(TreeSet::new));
				uses.remove(name);
				return new Row(name, sources.size(),
						sources.stream()
							.mapToLong((source) -> CodeLengthTests.linesOfCode(source.lines().toList()))
							.sum(),
						sources.stream().filter((source) -> PUBLIC.matcher(source).find()).count(), uses);
			}
			catch (IOException ex) {
				throw new UncheckedIOException(ex);
			}
		}

		private static String source(Path file) {
			try {
				return Files.readString(file);
			}
			catch (IOException ex) {
				throw new UncheckedIOException(ex);
			}
		}

		private String text() {
			return "| `%s` | %d | %d | %d | %s |".formatted(brief(this.name), this.files, this.lines, this.publicTypes,
					this.uses.stream().map((used) -> "`" + brief(used) + "`").collect(Collectors.joining(" ")));
		}

	}

}
