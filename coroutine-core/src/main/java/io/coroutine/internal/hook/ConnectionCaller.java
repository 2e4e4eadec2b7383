package io.coroutine.internal.hook;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

import io.coroutine.snapshot.SocketKind;

/**
 * Tells what a connection is for from the code that makes it: the nearest caller that is
 * a database driver, a connection pool or an HTTP client decides. Looked at once for each
 * connection, which costs some microseconds where a connection costs a hundred.
 */
final class ConnectionCaller {

	/** Drivers and HTTP clients are near; what is further away only uses them. */
	private static final int DEPTH = 64;

	private static final List<String> JDBC = List.of("java.sql.", "javax.sql.", "com.zaxxer.hikari.", "org.postgresql.",
			"com.mysql.", "org.mariadb.", "com.microsoft.sqlserver.", "oracle.jdbc.", "oracle.net.", "com.ibm.db2.",
			"org.h2.", "org.apache.derby.", "org.firebirdsql.", "com.clickhouse.jdbc.",
			"org.springframework.jdbc.datasource.");

	private static final List<String> HTTP = List.of("sun.net.www.", "org.apache.hc.", "org.apache.http.", "okhttp3.",
			"org.springframework.http.client.", "com.google.api.client.http.");

	private static final StackWalker WALKER = StackWalker.getInstance();

	private ConnectionCaller() {
	}

	/**
	 * Return what the connection is for that the caller of this method makes.
	 */
	static SocketKind kind() {
		return WALKER.walk(ConnectionCaller::nearest).orElse(SocketKind.OTHER);
	}

	private static Optional<SocketKind> nearest(Stream<StackWalker.StackFrame> frames) {
		return frames.limit(DEPTH)
			.map((frame) -> kindOf(frame.getClassName()))
			.filter((kind) -> kind != SocketKind.OTHER)
			.findFirst();
	}

	static SocketKind kindOf(String className) {
		if (startsWithOne(className, JDBC)) {
			return SocketKind.JDBC;
		}
		return (startsWithOne(className, HTTP)) ? SocketKind.HTTP_OUT : SocketKind.OTHER;
	}

	private static boolean startsWithOne(String className, List<String> prefixes) {
		for (String prefix : prefixes) {
			if (className.startsWith(prefix)) {
				return true;
			}
		}
		return false;
	}

}
