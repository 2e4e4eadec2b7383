package io.coroutine.tomcat;

import java.nio.charset.StandardCharsets;

import io.coroutine.snapshot.WorkingFor;
import org.apache.coyote.Request;
import org.apache.tomcat.util.buf.ByteChunk;
import org.apache.tomcat.util.buf.CharChunk;
import org.apache.tomcat.util.buf.MessageBytes;
import org.jspecify.annotations.Nullable;

/**
 * Reads what a request is about while its coroutine goes on, or even while Tomcat gets it
 * ready for the next one: the caller finds out whether that was so, and drops the result.
 * Hence nothing here changes the request, as the {@code toString} methods of Tomcat do,
 * and no number is believed.
 */
final class RequestLine {

	/** The first note, where Tomcat keeps the request that servlets see. */
	private static final int CATALINA_NOTE = 1;

	private static final int LONGEST = 1024;

	private RequestLine() {
	}

	/**
	 * Read a request.
	 * @param method its method
	 * @return method, path and trace, or {@code null} if there is no path
	 */
	static @Nullable WorkingFor read(String method, Request request) {
		String path = text(request.requestURI());
		return (path != null) ? new WorkingFor(method, withoutParameters(path), traceId(request)) : null;
	}

	private static @Nullable String traceId(Request request) {
		return (request.getNote(CATALINA_NOTE) instanceof org.apache.catalina.connector.Request catalina
				&& catalina.getAttribute(WorkingFor.TRACE_ID_ATTRIBUTE) instanceof String id) ? id : null;
	}

	private static @Nullable String text(MessageBytes message) {
		return switch (message.getType()) {
			case MessageBytes.T_BYTES -> text(message.getByteChunk());
			case MessageBytes.T_CHARS -> text(message.getCharChunk());
			case MessageBytes.T_STR -> message.getString();
			default -> null;
		};
	}

	private static @Nullable String text(ByteChunk chunk) {
		byte[] bytes = chunk.getBytes();
		int start = chunk.getStart();
		int length = Math.min(chunk.getEnd() - start, LONGEST);
		return (bytes != null && start >= 0 && length > 0 && length <= bytes.length - start)
				? new String(bytes, start, length, StandardCharsets.ISO_8859_1) : null;
	}

	private static @Nullable String text(CharChunk chunk) {
		char[] chars = chunk.getChars();
		int start = chunk.getStart();
		int length = Math.min(chunk.getEnd() - start, LONGEST);
		return (chars != null && start >= 0 && length > 0 && length <= chars.length - start)
				? new String(chars, start, length) : null;
	}

	/**
	 * Leave out what follows a semicolon in each part of a path: a session's number may
	 * be there.
	 */
	private static String withoutParameters(String path) {
		if (path.indexOf(';') < 0) {
			return path;
		}
		StringBuilder kept = new StringBuilder(path.length());
		boolean parameter = false;
		for (int i = 0; i < path.length(); i++) {
			char current = path.charAt(i);
			parameter = (current == ';' || parameter) && current != '/';
			if (!parameter) {
				kept.append(current);
			}
		}
		return kept.toString();
	}

}
