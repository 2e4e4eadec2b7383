package io.coroutine.compatibility;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/**
 * What a server has answered. Two are equal if they are so byte for byte, but for what
 * differs from one server, or one request, to the next: time, identity of the session,
 * token against forgery.
 *
 * @param status the first line
 * @param headers the headers, each in a line, in their order
 * @param body the body, without chunks
 */
public record Answer(String status, List<String> headers, byte[] body) {

	private static final Map<Pattern, String> DIFFERING = Map.of(Pattern.compile("(?m)^Date: .*$"), "Date: *",
			Pattern.compile("(?i)(JSESSIONID|SESSION)=[-\\w]+"), "$1=*", Pattern.compile("\"timestamp\":\"[^\"]+\""),
			"\"timestamp\":\"*\"", Pattern.compile("<div id='created'>[^<]+</div>"), "<div id='created'>*</div>",
			Pattern.compile("(name=\"_csrf\" (?:type=\"hidden\" )?value=)\"[^\"]+\""), "$1\"*\"");

	public int code() {
		return Integer.parseInt(this.status.split(" ")[1]);
	}

	public String text() {
		return new String(this.body, StandardCharsets.UTF_8);
	}

	public Optional<String> header(String name) {
		String start = name.toLowerCase(Locale.ROOT) + ":";
		return this.headers.stream()
			.filter((header) -> header.toLowerCase(Locale.ROOT).startsWith(start))
			.map((header) -> header.substring(start.length()).trim())
			.findFirst();
	}

	@Override
	public boolean equals(@Nullable Object other) {
		return other instanceof Answer answer && answer.toString().equals(toString());
	}

	@Override
	public int hashCode() {
		return toString().hashCode();
	}

	@Override
	public String toString() {
		String all = this.status + "\n" + String.join("\n", this.headers) + "\n\n" + text();
		for (Map.Entry<Pattern, String> differing : DIFFERING.entrySet()) {
			all = differing.getKey().matcher(all).replaceAll(differing.getValue());
		}
		return all;
	}

}
