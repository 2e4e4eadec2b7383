package io.coroutine.docs;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A page of the documentation.
 *
 * @param path where it is
 * @param text what it says
 */
record MarkdownFile(Path path, String text) {

	private static final Pattern LINK = Pattern.compile("\\]\\(([^)#\\s]+)(#[^)]*)?\\)");

	private static final Pattern SECTION = Pattern.compile("\\]\\(([^)#\\s]*)#([^)]*)\\)");

	private static final Pattern HEADING = Pattern.compile("(?m)^#+ (.*)$");

	private static final Pattern SNIPPET = Pattern.compile("(?m)^( *)```(\\w*)\\n(.*?)^\\1```$", Pattern.DOTALL);

	static MarkdownFile read(Path path) throws IOException {
		return new MarkdownFile(path, Files.readString(path));
	}

	/**
	 * Return the pages of the project.
	 */
	static List<MarkdownFile> all() throws IOException {
		Path root = root();
		try (Stream<Path> top = Files.list(root); Stream<Path> docs = Files.walk(root.resolve("docs"))) {
			List<Path> paths = Stream.concat(top, docs)
				.filter((path) -> path.toString().endsWith(".md") && !path.toString().contains("target"))
				.toList();
			return paths.stream().map(MarkdownFile::readUnchecked).toList();
		}
	}

	private static MarkdownFile readUnchecked(Path path) {
		try {
			return read(path);
		}
		catch (IOException ex) {
			throw new IllegalStateException(ex);
		}
	}

	/**
	 * Return the folder of the whole project; tests run in that of their module.
	 */
	static Path root() {
		return Path.of("").toAbsolutePath().getParent();
	}

	/**
	 * Return the pages and files that the page links to, but those on other hosts.
	 */
	List<Path> links() {
		return LINK.matcher(this.text)
			.results()
			.map((link) -> link.group(1))
			.filter((link) -> !link.contains("://"))
			.map((link) -> this.path.resolveSibling(link).normalize())
			.toList();
	}

	/**
	 * Return the sections of pages that the page links to, as page and anchor.
	 */
	List<Section> sections() {
		return SECTION.matcher(this.text)
			.results()
			.filter((link) -> !link.group(1).contains("://"))
			.map((link) -> new Section(
					(link.group(1).isEmpty()) ? this.path : this.path.resolveSibling(link.group(1)).normalize(),
					link.group(2)))
			.toList();
	}

	/**
	 * Return the anchors of the headings, made as GitHub makes them.
	 */
	List<String> anchors() {
		return HEADING.matcher(SNIPPET.matcher(this.text).replaceAll(""))
			.results()
			.map((heading) -> heading.group(1).toLowerCase(Locale.ROOT).replaceAll("[^\\w -]", "").replace(' ', '-'))
			.toList();
	}

	/**
	 * Return the code blocks of a language, without indentation.
	 */
	List<String> snippets(String language) {
		return SNIPPET.matcher(this.text)
			.results()
			.filter((snippet) -> snippet.group(2).equals(language))
			.map(MarkdownFile::content)
			.toList();
	}

	private static String content(MatchResult snippet) {
		return snippet.group(3).stripIndent();
	}

	@Override
	public String toString() {
		return root().relativize(this.path).toString();
	}

	/**
	 * A section of a page.
	 *
	 * @param page where the page is
	 * @param anchor the name of its heading in links
	 */
	record Section(Path page, String anchor) {

	}

}
