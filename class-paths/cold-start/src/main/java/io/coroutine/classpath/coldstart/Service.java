package io.coroutine.classpath.coldstart;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLConnection;
import java.nio.charset.StandardCharsets;

import javax.sql.DataSource;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.web.server.context.WebServerInitializedEvent;
import org.springframework.context.event.EventListener;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;

/**
 * What initializers of classes wait for. Their code is no bean, so it is static.
 */
@Component
class Service {

	private static volatile @Nullable JdbcTemplate database;

	private static volatile int port;

	private final DataSource dataSource;

	Service(DataSource dataSource) {
		this.dataSource = dataSource;
	}

	@EventListener
	void started(WebServerInitializedEvent event) {
		database = new JdbcTemplate(this.dataSource);
		port = event.getWebServer().getPort();
	}

	/**
	 * Ask the database, which takes half a second. The first one starts the pool.
	 */
	static String query() {
		JdbcTemplate template = database;
		if (template == null) {
			throw new IllegalStateException("The application has not started");
		}
		return String.valueOf(template.queryForObject("select slow(500)", Integer.class));
	}

	/**
	 * Send a request to the application itself, on a connection of its own.
	 */
	static String ask() {
		try {
			URLConnection connection = URI.create("http://127.0.0.1:" + port + "/where").toURL().openConnection();
			connection.setRequestProperty("Connection", "close");
			try (InputStream body = connection.getInputStream()) {
				return new String(body.readAllBytes(), StandardCharsets.UTF_8);
			}
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
