package io.coroutine.compatibility.client;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.coroutine.scope.Deadline;

import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.restclient.RestTemplateBuilder;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.client.RestClient;
import org.springframework.web.client.RestTemplate;

/**
 * Calls another service with the HTTP client of Boot's choice, with the JDK's or with
 * OkHttp.
 */
@Configuration(proxyBeanMethods = false)
@EnableAutoConfiguration
@Import(CallApplication.Calls.class)
class CallApplication {

	@RestController
	static class Calls {

		static final int LARGE = 1_000_000;

		private final RestTemplate template;

		private final RestClient client;

		private final RestClient okHttp = RestClient.builder().requestFactory(new OkHttpFactory()).build();

		private final HttpClient plain = HttpClient.newHttpClient();

		Calls(RestTemplateBuilder templates, RestClient.Builder clients) {
			this.template = templates.build();
			this.client = clients.build();
		}

		@GetMapping("/hello")
		String hello() {
			return "hello";
		}

		@GetMapping("/get/{way}")
		int get(@PathVariable String way, @RequestParam String url) throws Exception {
			return call(way, url).length();
		}

		@GetMapping("/late/{way}")
		String late(@PathVariable String way, @RequestParam String url) throws Exception {
			try {
				return Deadline.within(Duration.ofMillis(200), () -> call(way, url));
			}
			catch (Exception ex) {
				return "late";
			}
		}

		/**
		 * Return the names of the exception of a call and of its causes.
		 */
		@GetMapping("/failure/{way}")
		String failure(@PathVariable String way, @RequestParam String url) {
			try {
				return call(way, url);
			}
			catch (Exception ex) {
				return Stream.iterate((Throwable) ex, Objects::nonNull, Throwable::getCause)
					.map((failure) -> failure.getClass().getName())
					.collect(Collectors.joining(" "));
			}
		}

		@GetMapping("/post/{way}")
		int post(@PathVariable String way, @RequestParam String url) throws Exception {
			byte[] body = new byte[LARGE];
			String answer = switch (way) {
				case "send" -> this.plain.send(HttpRequest.newBuilder(URI.create(url))
					.POST(HttpRequest.BodyPublishers.fromPublisher(HttpRequest.BodyPublishers.ofByteArray(body)))
					.build(), HttpResponse.BodyHandlers.ofString()).body();
				case "template" -> this.template.postForObject(url, body, String.class);
				case "okhttp" -> this.okHttp.post().uri(url).body(body).retrieve().body(String.class);
				default -> this.client.post().uri(url).body(body).retrieve().body(String.class);
			};
			return answer.length();
		}

		private String call(String way, String url) throws IOException, InterruptedException {
			return switch (way) {
				case "send" -> this.plain
					.send(HttpRequest.newBuilder(URI.create(url)).build(), HttpResponse.BodyHandlers.ofString())
					.body();
				case "stream" -> new String(this.plain
					.send(HttpRequest.newBuilder(URI.create(url)).build(), HttpResponse.BodyHandlers.ofInputStream())
					.body()
					.readAllBytes());
				case "template" -> this.template.getForObject(url, String.class);
				case "okhttp" -> this.okHttp.get().uri(url).retrieve().body(String.class);
				default -> this.client.get().uri(url).retrieve().body(String.class);
			};
		}

	}

}
