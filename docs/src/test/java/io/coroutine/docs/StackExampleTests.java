package io.coroutine.docs;

import io.coroutine.Blocking;
import io.coroutine.Coroutine;
import io.coroutine.spring.stack.PrivateStack;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.core.env.Environment;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.client.RestClient;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The examples of {@code docs/stacks.md}.
 */
@SpringBootTest(webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
		properties = { "coroutine.stack.private.paths=/reports/**,/export/{id}",
				"coroutine.stack.adaptive.enabled=true", "coroutine.stack.adaptive.stalls=5",
				"coroutine.stack.adaptive.window=1m" })
class StackExampleTests {

	@LocalServerPort
	private int port;

	@Autowired
	private Environment environment;

	@ParameterizedTest
	@CsvSource({ "/report,private", "/deep,private", "/plain,shared", "/code,private", "/reports/2026/1,private",
			"/export/7,private", "/export/7/plain,shared" })
	void whenRequestIsMadeThenItRunsOnTheStackThatIsAskedFor(String path, String stack) {
		assertThat(RestClient.create("http://localhost:" + this.port).get().uri(path).retrieve().body(String.class))
			.isEqualTo(stack);
	}

	@Test
	void whenPageShowsPropertiesThenTheyAreThoseOfTheTest() throws Exception {
		assertThat(MarkdownFile.read(MarkdownFile.root().resolve("docs/stacks.md")).snippets("properties"))
			.flatMap((snippet) -> snippet.lines().toList())
			.isNotEmpty()
			.allSatisfy((line) -> {
				String[] property = line.split("=", 2);
				assertThat(this.environment.getProperty(property[0])).isEqualTo(property[1]);
			});
	}

	static String describeThread() {
		assertThat(Coroutine.current()).isNotNull();
		return (Thread.currentThread().isVirtual()) ? "shared" : "private";
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@Import({ ReportController.class, OtherController.class })
	static class Application {

	}

	@RestController
	static class ReportController {

		@PrivateStack
		@GetMapping("/report")
		String report() {
			return describeThread();
		}

		@PrivateStack(size = "64MB")
		@GetMapping("/deep")
		String deep() {
			return describeThread();
		}

		@GetMapping("/plain")
		String plain() {
			return describeThread();
		}

	}

	@RestController
	static class OtherController {

		@GetMapping({ "/reports/{year}/{month}", "/export/{id}", "/export/{id}/plain" })
		String byPath() {
			return describeThread();
		}

		@GetMapping("/code")
		String code() throws Exception {
			String answer = Blocking.call(() -> readLargeFile());
			return answer;
		}

		private static String readLargeFile() {
			return describeThread();
		}

	}

}
