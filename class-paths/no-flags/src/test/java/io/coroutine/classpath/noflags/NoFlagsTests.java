package io.coroutine.classpath.noflags;

import java.lang.management.ManagementFactory;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;

import io.coroutine.CoroutineRuntime;
import io.coroutine.Engine;
import io.coroutine.classpath.Application;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.web.server.LocalServerPort;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A test of an application in a JVM without any option that the engine could need.
 */
@SpringBootTest(classes = Application.class, webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT)
class NoFlagsTests {

	@Autowired
	private CoroutineRuntime runtime;

	@LocalServerPort
	private int port;

	@Test
	void whenTheJvmHasNoOptionsThenRequestsRunInCoroutinesOfTheEventLoopEngine() throws Exception {
		assertThat(ManagementFactory.getRuntimeMXBean().getInputArguments())
			.noneMatch((option) -> option.contains("add-opens") || option.contains("native-access"));
		assertThat(this.runtime.engine()).isEqualTo(Engine.EVENT_LOOP);
		try (HttpClient client = HttpClient.newHttpClient()) {
			HttpRequest request = HttpRequest.newBuilder(URI.create("http://localhost:" + this.port + "/where"))
				.build();
			assertThat(client.send(request, HttpResponse.BodyHandlers.ofString()).body())
				.startsWith("coroutine=true virtual=true");
		}
	}

}
