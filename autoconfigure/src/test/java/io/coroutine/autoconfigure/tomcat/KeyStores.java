package io.coroutine.autoconfigure.tomcat;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;

import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/**
 * A certificate for {@code localhost}, made with the tool of the JDK.
 */
final class KeyStores {

	static final String PASSWORD = "changeit";

	private KeyStores() {
	}

	static Path create(Path directory) throws IOException, InterruptedException {
		Path file = directory.resolve("keys.p12");
		String tool = Path.of(System.getProperty("java.home"), "bin", "keytool").toString();
		int status = new ProcessBuilder(tool, "-genkeypair", "-alias", "test", "-keyalg", "EC", "-dname",
				"CN=localhost", "-ext", "SAN=dns:localhost", "-storetype", "PKCS12", "-storepass", PASSWORD,
				"-keystore", file.toString())
			.inheritIO()
			.start()
			.waitFor();
		if (status != 0) {
			throw new IllegalStateException("keytool ended with " + status);
		}
		return file;
	}

	/**
	 * Get a page over TLS, from a server that has this certificate.
	 */
	static String get(int port, Path keys) throws IOException, GeneralSecurityException, InterruptedException {
		KeyStore trusted = KeyStore.getInstance("PKCS12");
		try (InputStream input = Files.newInputStream(keys)) {
			trusted.load(input, PASSWORD.toCharArray());
		}
		KeyStore certificates = KeyStore.getInstance("PKCS12");
		certificates.load(null, null);
		certificates.setCertificateEntry("test", trusted.getCertificate("test"));
		TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
		trust.init(certificates);
		SSLContext context = SSLContext.getInstance("TLS");
		context.init(null, trust.getTrustManagers(), null);
		try (HttpClient client = HttpClient.newBuilder().sslContext(context).build()) {
			return client
				.send(HttpRequest.newBuilder(URI.create("https://localhost:" + port + "/probe")).build(),
						HttpResponse.BodyHandlers.ofString())
				.body();
		}
	}

}
