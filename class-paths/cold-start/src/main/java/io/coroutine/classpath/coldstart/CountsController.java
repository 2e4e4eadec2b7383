package io.coroutine.classpath.coldstart;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;

import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.HikariPoolMXBean;
import io.coroutine.CoroutineRuntime;
import io.coroutine.RuntimeSnapshot;

import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/**
 * Tells what the application holds, with the request that asks.
 */
@RestController
class CountsController {

	private final CoroutineRuntime runtime;

	private final HikariDataSource pool;

	CountsController(CoroutineRuntime runtime, HikariDataSource pool) {
		this.runtime = runtime;
		this.pool = pool;
	}

	@GetMapping(path = "/counts", produces = "text/plain")
	String counts() throws IOException {
		RuntimeSnapshot snapshot = this.runtime.snapshot();
		HikariPoolMXBean connections = this.pool.getHikariPoolMXBean();
		return Map
			.of("coroutines", snapshot.live(), "extraCarriers", snapshot.extraCarriers(), "handOvers",
					snapshot.handOvers(), "carriers", carriers(), "connections",
					(connections != null) ? connections.getTotalConnections() : 0, "connectionsInUse",
					(connections != null) ? connections.getActiveConnections() : 0, "sockets", sockets())
			.entrySet()
			.stream()
			.map((count) -> count.getKey() + "=" + count.getValue() + "\n")
			.reduce("", String::concat);
	}

	private static long carriers() {
		return Thread.getAllStackTraces()
			.keySet()
			.stream()
			.filter((thread) -> thread.getName().startsWith("coroutine-carrier-"))
			.count();
	}

	/**
	 * Not its files, which the JVM opens when it likes.
	 */
	private static long sockets() throws IOException {
		try (Stream<Path> files = Files.list(Path.of("/proc/self/fd"))) {
			return files.filter(CountsController::isSocket).count();
		}
	}

	private static boolean isSocket(Path descriptor) {
		try {
			return Files.readSymbolicLink(descriptor).toString().startsWith("socket:");
		}
		catch (IOException ex) {
			// Closed meanwhile
			return false;
		}
	}

}
