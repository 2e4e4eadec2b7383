package io.coroutine.internal.hook;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;

import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;

import io.coroutine.CoroutineRuntime;
import io.coroutine.EngineChoice;
import io.coroutine.internal.scheduler.Scheduler;
import io.coroutine.test.OwnProcess;
import io.coroutine.test.Task;
import io.coroutine.test.ThreadKind;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The JDK's TLS sockets over ours, and its TLS servers beside ours.
 */
@OwnProcess
class SocketHookTlsTests {

	private static final char[] PASSWORD = "changeit".toCharArray();

	@TempDir
	static Path directory;

	private CoroutineRuntime runtime;

	private SSLContext context;

	private SSLServerSocket server;

	@BeforeEach
	void start() throws Exception {
		this.runtime = CoroutineRuntime.builder().engine(EngineChoice.EVENT_LOOP).loops(2).start();
		assertThat(SocketHook.install(Scheduler.behind(this.runtime).loops()).installed()).isTrue();
		this.context = context(keyStore());
		this.server = (SSLServerSocket) this.context.getServerSocketFactory()
			.createServerSocket(0, 50, InetAddress.getLoopbackAddress());
	}

	@AfterEach
	void stop() throws IOException {
		this.server.close();
		SocketHook.uninstall(Scheduler.behind(this.runtime).loops());
		this.runtime.close();
	}

	private static KeyStore keyStore() throws Exception {
		Path file = directory.resolve("keys.p12");
		if (!Files.exists(file)) {
			Path keytool = Path.of(System.getProperty("java.home"), "bin", "keytool");
			Process process = new ProcessBuilder(keytool.toString(), "-genkeypair", "-alias", "test", "-keyalg", "EC",
					"-dname", "CN=localhost", "-ext", "san=ip:127.0.0.1,dns:localhost", "-storepass",
					new String(PASSWORD), "-keystore", file.toString())
				.redirectErrorStream(true)
				.start();
			String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
			assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
			assertThat(process.exitValue()).as(output).isZero();
		}
		return KeyStore.getInstance(file.toFile(), PASSWORD);
	}

	private static SSLContext context(KeyStore keys) throws Exception {
		KeyManagerFactory keyManagers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
		keyManagers.init(keys, PASSWORD);
		TrustManagerFactory trustManagers = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
		trustManagers.init(keys);
		SSLContext context = SSLContext.getInstance("TLS");
		context.init(keyManagers.getKeyManagers(), trustManagers.getTrustManagers(), null);
		return context;
	}

	@ParameterizedTest
	@EnumSource
	void whenTlsSocketsAreUsedThenTheyWork(ThreadKind kind) throws Exception {
		byte[] data = new byte[300_000];
		new Random(1).nextBytes(data);
		List<Task<byte[]>> tasks = new ArrayList<>();
		for (int i = 0; i < 10; i++) {
			boolean layered = i % 2 == 0;
			tasks.add(kind.begin(this.runtime, () -> exchange(layered, data)));
			Task<Long> serving = kind.begin(this.runtime, this::serve);
			assertThat(serving.get()).isEqualTo(data.length);
		}
		for (Task<byte[]> task : tasks) {
			assertThat(task.get()).isEqualTo(data);
		}
	}

	private long serve() throws IOException {
		try (Socket socket = this.server.accept()) {
			byte[] data = socket.getInputStream().readNBytes(300_000);
			socket.getOutputStream().write(data);
			return data.length;
		}
	}

	private byte[] exchange(boolean layered, byte[] data) throws IOException {
		InetAddress host = this.server.getInetAddress();
		int port = this.server.getLocalPort();
		try (Socket plain = (layered) ? new Socket(host, port) : null;
				SSLSocket socket = (SSLSocket) ((layered)
						? this.context.getSocketFactory().createSocket(plain, host.getHostAddress(), port, true)
						: this.context.getSocketFactory().createSocket(host, port))) {
			socket.setSoTimeout(60_000);
			socket.getOutputStream().write(data);
			InputStream in = socket.getInputStream();
			return in.readNBytes(data.length);
		}
	}

}
