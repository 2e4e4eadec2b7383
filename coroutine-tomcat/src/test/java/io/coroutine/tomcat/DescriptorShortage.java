package io.coroutine.tomcat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Runs in a JVM that may open few files only, see {@link DescriptorShortageTests}.
 */
final class DescriptorShortage {

	private DescriptorShortage() {
	}

	public static void main(String[] arguments) throws Exception {
		try (TestServer server = TestServer.ofCoroutines()
			.serve("/", (request, response) -> response.getWriter().print("OK"))
			.start()) {
			// So that all classes are loaded
			try (RawClient client = server.connect()) {
				assertThat(client.get("/").text()).isEqualTo("OK");
			}
			server.awaitNothingLeft();
			assertThat(iterations(server)).isPositive().isLessThan(Long.MAX_VALUE);
			for (int round = 0; round < 2; round++) {
				useUp(server);
				server.awaitNothingLeft();
				try (RawClient client = server.connect()) {
					assertThat(client.get("/").text()).isEqualTo("OK");
				}
			}
		}
		System.out.println("survived");
	}

	private static void useUp(TestServer server) throws Exception {
		List<RawClient> clients = new ArrayList<>();
		try {
			while (true) {
				clients.add(server.connect());
			}
		}
		catch (IOException ex) {
			// No more files
		}
		Thread.sleep(500);
		long start = System.nanoTime();
		long before = iterations(server);
		Thread.sleep(500);
		long count = iterations(server) - before;
		System.out.println("iterations while short of descriptors: " + count);
		// A loop that spins makes hundreds in a millisecond
		assertThat(count).isLessThan(2 * TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start));
		for (RawClient client : clients) {
			client.close();
		}
	}

	private static long iterations(TestServer server) {
		return server.runtime().snapshot().loops().stream().mapToLong((loop) -> loop.iterations()).sum();
	}

}
