package io.coroutine.classpath;

import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;

import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/**
 * Calls its own server through a {@link java.net.Socket}, which the socket hook makes.
 */
@RestController
class CallController {

	@GetMapping("/call")
	String call(@RequestHeader("Host") String host, @RequestParam(defaultValue = "/where") String path)
			throws IOException {
		HttpURLConnection connection = (HttpURLConnection) URI.create("http://" + host + path).toURL().openConnection();
		try (InputStream body = connection.getInputStream()) {
			return new String(body.readAllBytes(), StandardCharsets.UTF_8) + " called from " + WhereController.here();
		}
	}

}
