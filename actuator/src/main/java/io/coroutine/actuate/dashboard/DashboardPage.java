package io.coroutine.actuate.dashboard;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;

import org.springframework.util.MimeType;
import org.springframework.util.StringUtils;
import org.springframework.web.util.HtmlUtils;

/**
 * The page and its files, as they are in the jar. They are read once, so no name in a
 * request ever leads to a file.
 */
final class DashboardPage {

	static final MimeType HTML = type("text", "html");

	private static final List<String> FILES = List.of("chart.js", "dashboard.css", "dashboard.js", "dom.js",
			"format.js", "icon.svg", "model.js", "panels.js", "status.js");

	private static final Map<String, MimeType> TYPES = Map.of("js", type("text", "javascript"), "css",
			type("text", "css"), "svg", type("image", "svg+xml"));

	private final String html;

	private final Map<String, String> files;

	private DashboardPage(String html, Map<String, String> files) {
		this.html = html;
		this.files = files;
	}

	static DashboardPage load() {
		return new DashboardPage(read("dashboard.html"),
				FILES.stream().collect(Collectors.toUnmodifiableMap((name) -> name, DashboardPage::read)));
	}

	private static String read(String name) {
		try (InputStream in = DashboardPage.class.getResourceAsStream(name)) {
			if (in == null) {
				throw new FileNotFoundException("The jar of the dashboard lacks " + name);
			}
			return new String(in.readAllBytes(), StandardCharsets.UTF_8);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static MimeType type(String type, String subtype) {
		return new MimeType(type, subtype, StandardCharsets.UTF_8);
	}

	/**
	 * Return the page for where it is. A relative address in it begins with the last part
	 * of the path, as the path has no slash at its end.
	 * @param path the path of the endpoint below that of all endpoints, or {@code null}
	 * if that is not known
	 * @param dumps the path of the endpoint with the dumps, or {@code null} if it is not
	 * to be seen
	 */
	String html(@Nullable String path, @Nullable String dumps) {
		String known = (path != null) ? path : DashboardPathMapper.PATH;
		int parts = StringUtils.countOccurrencesOf(known, "/");
		return this.html.replace("{{path}}", HtmlUtils.htmlEscape(known.substring(known.lastIndexOf('/') + 1)))
			.replace("{{dumps}}", (dumps != null) ? HtmlUtils.htmlEscape("../".repeat(parts) + dumps) : "");
	}

	/**
	 * Return a file of the page.
	 * @return the text, or {@code null} if there is no such file
	 */
	@Nullable String file(String name) {
		return this.files.get(name);
	}

	/**
	 * Return the type of a file by the end of its name.
	 * @return the type, or {@code null} if there is no such file
	 */
	static @Nullable MimeType typeOf(String name) {
		String extension = StringUtils.getFilenameExtension(name);
		return (extension != null) ? TYPES.get(extension) : null;
	}

}
