package io.coroutine.sample.endtoend;

import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What the README promises of the sample.
 */
class ReadmeTests {

	private static final String CURL = "curl http://localhost:8080";

	@Test
	void whenTheCurlLinesAreRunThenEachIsAnswered() throws Exception {
		List<String> paths = Files.readAllLines(Path.of("..", "README.md"))
			.stream()
			.filter((line) -> line.startsWith(CURL))
			.map((line) -> line.substring(CURL.length()))
			.toList();
		assertThat(paths).containsExactly("/orders/1", "/orders/1/availability", "/actuator/coroutines");
		try (Service inventory = Service.startInventory();
				Service service = Service.startOnH2(inventory);
				Client client = new Client(service)) {
			assertThat(get(client, paths.get(0))).contains("\"customer\":\"Ada\"");
			assertThat(get(client, paths.get(1))).isEqualTo("{\"sku\":\"tea-assam\",\"available\":42}");
			assertThat(get(client, paths.get(2))).contains("\"event-loop\"", "\"loops\"",
					"{\"name\":\"name-service\",\"inForce\":true,");
		}
	}

	private static String get(Client client, String path) throws Exception {
		HttpResponse<String> response = client.get(path).get(60, TimeUnit.SECONDS);
		assertThat(response.statusCode()).isEqualTo(200);
		return response.body();
	}

}
