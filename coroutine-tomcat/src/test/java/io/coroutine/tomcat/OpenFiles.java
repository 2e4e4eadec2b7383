package io.coroutine.tomcat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

import io.coroutine.internal.jdk.VirtualThreads;
import io.coroutine.test.Eventually;

/**
 * The sockets and other nameless descriptors of this process, to tell whether some are
 * left over.
 */
final class OpenFiles {

	static {
		// The JDK opens some once and for ever
		VirtualThreads.initializeJdkPollers();
		try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
				Socket client = new Socket(server.getInetAddress(), server.getLocalPort())) {
			client.setTcpNoDelay(true);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private final int before = list().size();

	private static List<String> list() {
		try (Stream<Path> descriptors = Files.list(Path.of("/proc/self/fd"))) {
			List<String> targets = new ArrayList<>();
			descriptors.forEach((descriptor) -> {
				try {
					String target = Files.readSymbolicLink(descriptor).toString();
					if (target.startsWith("socket:") || target.startsWith("anon_inode:")) {
						targets.add(target);
					}
				}
				catch (IOException ex) {
					// Closed meanwhile
				}
			});
			return targets;
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	void awaitNoneLeft() {
		Eventually.until("no descriptor is left over, " + this.before + " before, now " + list(),
				() -> list().size() <= this.before);
	}

}
