package io.coroutine.compatibility.starter;

import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.restclient.RestTemplateBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;
import org.springframework.http.HttpEntity;
import org.springframework.http.HttpMethod;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.client.RestClient;
import org.springframework.web.client.RestTemplate;

/**
 * Calls whom it is told to, with the clients that Boot builds, and tells what comes of
 * it.
 */
@RestController
class CallController {

	private static final String TIME_OUT = "200ms";

	private final RestTemplate template;

	private final RestClient client;

	private final String mode;

	CallController(RestTemplateBuilder templates, RestClient.Builder clients, Environment environment) {
		this.template = templates.build();
		this.client = clients.build();
		this.mode = environment.getProperty("mode", "");
	}

	/**
	 * Call, and answer with the status and the body, or the exceptions.
	 * @param client {@code template} or {@code client}
	 * @param body {@code none}, {@code json}, {@code text} or {@code large}
	 * @param limit which time-out is short, by the properties of Boot: {@code connect},
	 * {@code read} or {@code none}
	 * @param proxy a port on which all shall go through a proxy, or 0
	 */
	@GetMapping("/call")
	String call(@RequestParam String client, @RequestParam String method, @RequestParam String url,
			@RequestParam String body, @RequestParam String limit, @RequestParam int proxy) {
		if (proxy != 0) {
			System.setProperty("http.proxyHost", "127.0.0.1");
			System.setProperty("http.proxyPort", Integer.toString(proxy));
		}
		try (ConfigurableApplicationContext clients = (limit.equals("none")) ? null : hurried(limit)) {
			RestTemplate template = (clients != null) ? clients.getBean(RestTemplateBuilder.class).build()
					: this.template;
			RestClient restClient = (clients != null) ? clients.getBean(RestClient.Builder.class).build() : this.client;
			HttpMethod verb = HttpMethod.valueOf(method);
			ResponseEntity<String> answer = (client.equals("template"))
					? template.exchange(url, verb, new HttpEntity<>(content(body)), String.class)
					: call(restClient, verb, url, content(body));
			String text = String.valueOf(answer.getBody());
			return answer.getStatusCode() + " " + ((text.length() < 100) ? text : text.hashCode());
		}
		catch (RuntimeException ex) {
			return describe(ex);
		}
		finally {
			System.clearProperty("http.proxyHost");
			System.clearProperty("http.proxyPort");
		}
	}

	private static ResponseEntity<String> call(RestClient client, HttpMethod method, String url,
			@Nullable Object content) {
		RestClient.RequestBodySpec request = client.method(method).uri(url);
		return ((content != null) ? request.body(content) : request).retrieve().toEntity(String.class);
	}

	private ConfigurableApplicationContext hurried(String limit) {
		return new SpringApplicationBuilder(Clients.class).web(WebApplicationType.NONE)
			.run(SmallApplication
				.arguments(this.mode.replace(';', ',') + ",spring.http.clients." + limit + "-timeout=" + TIME_OUT));
	}

	private static @Nullable Object content(String body) {
		return switch (body) {
			case "json" -> Map.of("name", "screw");
			case "text" -> "a screw";
			case "large" -> "screw ".repeat(100_000);
			default -> null;
		};
	}

	/**
	 * Leaves the messages out: some of the JDK's client depend on which of its threads
	 * comes first.
	 */
	private static String describe(Throwable failure) {
		return Stream.iterate(failure, Objects::nonNull, Throwable::getCause)
			.map((ex) -> ex.getClass().getName())
			.collect(Collectors.joining(", caused by "));
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Clients {

	}

}
