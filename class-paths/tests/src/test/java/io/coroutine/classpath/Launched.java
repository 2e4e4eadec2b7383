package io.coroutine.classpath;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * An application in a process of its own, and what it has printed so far. Waits for up to
 * four minutes, and ends the process then.
 */
final class Launched implements AutoCloseable {

	/** The program that starts a JVM. */
	static final String JAVA = Path.of(System.getProperty("java.home"), "bin", "java").toString();

	private static final long LIMIT_NANOS = TimeUnit.MINUTES.toNanos(4);

	private static final Pattern STARTED = Pattern.compile(" Started \\w+ in ");

	private static final Pattern PORT = Pattern.compile("started on port (\\d+)");

	private static final String USER = "Basic "
			+ Base64.getEncoder().encodeToString("user:secret".getBytes(StandardCharsets.UTF_8));

	private final Process process;

	private final Thread reader;

	private final List<String> lines = new CopyOnWriteArrayList<>();

	private Launched(Process process) {
		this.process = process;
		this.reader = Thread.ofPlatform().daemon().start(this::read);
	}

	/**
	 * Start the executable jar of a module, on a free port, and wait until it is up.
	 * @param module the folder of the module
	 * @param jvm options of the JVM
	 * @param arguments arguments of the application
	 */
	static Launched jar(String module, List<String> jvm, String... arguments) throws IOException {
		List<String> options = new ArrayList<>(jvm);
		options.add("-jar");
		options.add(jarOf(module).toString());
		return java(options, arguments);
	}

	/**
	 * Start an application on a free port, and wait until it is up.
	 * @param options what comes between {@code java} and the arguments
	 */
	static Launched java(List<String> options, String... arguments) throws IOException {
		Launched launched = run(options, arguments);
		launched.await("it is up", Launched::isUp);
		return launched;
	}

	/**
	 * Start an application on a free port.
	 * @param options what comes between {@code java} and the arguments
	 */
	static Launched run(List<String> options, String... arguments) throws IOException {
		List<String> command = new ArrayList<>(
				List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-XX:TieredStopAtLevel=1",
						"-XX:+UseSerialGC", "-Xmx256m"));
		command.addAll(options);
		command.add("--server.port=0");
		command.addAll(List.of(arguments));
		return command(new ProcessBuilder(command));
	}

	/**
	 * Start any process.
	 */
	static Launched command(ProcessBuilder command) throws IOException {
		// Nothing that the machine has set for all JVMs
		command.environment().remove("JAVA_TOOL_OPTIONS");
		command.environment().remove("JDK_JAVA_OPTIONS");
		return new Launched(command.redirectErrorStream(true).start());
	}

	/**
	 * Return the executable jar of a module.
	 */
	static Path jarOf(String module) {
		return builtBy(module, "app.jar");
	}

	/**
	 * Return what the build has made of a module.
	 */
	static Path builtBy(String module, String name) {
		Path built = Path.of("..", module, "target", name).toAbsolutePath().normalize();
		assertThat(Files.exists(built)).as("%s is made by 'mvn verify'", built).isTrue();
		return built;
	}

	private void read() {
		try (BufferedReader output = this.process.inputReader()) {
			output.lines().forEach(this.lines::add);
		}
		catch (IOException | UncheckedIOException ex) {
			this.lines.add(ex.toString());
		}
	}

	/**
	 * Return what has been printed so far.
	 */
	List<String> lines() {
		return this.lines;
	}

	/**
	 * Return all of it as one text.
	 */
	String output() {
		return String.join("\n", this.lines);
	}

	/**
	 * Wait for a line, and return it.
	 */
	String await(String what, Predicate<String> wanted) {
		long begin = System.nanoTime();
		while (true) {
			boolean over = !this.reader.isAlive();
			for (String line : this.lines) {
				if (wanted.test(line)) {
					return line;
				}
			}
			if (over || System.nanoTime() - begin > LIMIT_NANOS) {
				close();
				throw new AssertionError("Waited for that " + what + ", but it has printed:\n" + output());
			}
			pause();
		}
	}

	/**
	 * Return the ports that are open, in the order in which they were opened.
	 */
	List<Integer> ports() {
		return this.lines.stream()
			.map(PORT::matcher)
			.filter(Matcher::find)
			.map((port) -> Integer.valueOf(port.group(1)))
			.toList();
	}

	/**
	 * Return the answer to a request, which must be of status 200.
	 */
	String get(String path) throws Exception {
		return get(ports().getFirst(), path);
	}

	/**
	 * Return the answer to a request to a port, which must be of status 200.
	 */
	String get(int port, String path) throws Exception {
		HttpRequest request = HttpRequest.newBuilder(URI.create("http://localhost:" + port + path))
			.header("Authorization", USER)
			.build();
		try (HttpClient client = HttpClient.newHttpClient()) {
			HttpResponse<String> response = client.send(request, HttpResponse.BodyHandlers.ofString());
			assertThat(response.statusCode()).as("%s\n%s", response.body(), output()).isEqualTo(200);
			return response.body();
		}
	}

	/**
	 * Tell whether a line says that an application is up.
	 */
	static boolean isUp(String line) {
		return STARTED.matcher(line).find();
	}

	/**
	 * Check that requests run in coroutines of the event-loop engine, and that the log
	 * says so.
	 */
	void assertRunsInCoroutines() throws Exception {
		assertRunsInCoroutines(ports().getFirst());
		assertThat(output()).containsOnlyOnce("Coroutines run on the event-loop engine with ");
	}

	/**
	 * Check that requests to a port run in coroutines on an event loop.
	 */
	void assertRunsInCoroutines(int port) throws Exception {
		assertThat(get(port, "/where")).startsWith("coroutine=true virtual=true").contains("@coroutine-carrier-");
	}

	/**
	 * End it as an operating system does, and check that it has ended as a JVM does then
	 * and that there has been nothing to complain about.
	 */
	void assertEndsQuietly() throws InterruptedException {
		assertThat(terminate()).as(output()).isEqualTo(128 + 15);
		assertThat(atLevel("WARN")).isEmpty();
		assertThat(atLevel("ERROR")).isEmpty();
	}

	/**
	 * Return the lines of a level.
	 */
	List<String> atLevel(String level) {
		return this.lines.stream().filter((line) -> line.contains(" " + level + " ")).toList();
	}

	/**
	 * Type a line into its standard input.
	 */
	void type(String line) throws IOException {
		BufferedWriter input = this.process.outputWriter();
		input.write(line);
		input.newLine();
		input.flush();
	}

	/**
	 * Ask it to end as an operating system does, and return its exit status.
	 */
	int terminate() throws InterruptedException {
		this.process.destroy();
		return exit();
	}

	/**
	 * Wait until it ends by itself, and return its exit status.
	 */
	int exit() throws InterruptedException {
		if (!this.process.waitFor(LIMIT_NANOS, TimeUnit.NANOSECONDS)) {
			close();
			throw new AssertionError("It does not end; it has printed:\n" + output());
		}
		this.reader.join();
		return this.process.exitValue();
	}

	long pid() {
		return this.process.pid();
	}

	@Override
	public void close() {
		this.process.destroyForcibly();
	}

	static void pause() {
		try {
			Thread.sleep(10);
		}
		catch (InterruptedException ex) {
			throw new AssertionError(ex);
		}
	}

}
