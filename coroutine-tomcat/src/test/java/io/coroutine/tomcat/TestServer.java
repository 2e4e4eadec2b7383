package io.coroutine.tomcat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import java.util.logging.Level;
import java.util.logging.Logger;

import io.coroutine.CoroutineRuntime;
import io.coroutine.CoroutineRuntimeBuilder;
import io.coroutine.EngineChoice;
import io.coroutine.test.Eventually;
import jakarta.servlet.Servlet;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.apache.catalina.Context;
import org.apache.catalina.LifecycleState;
import org.apache.catalina.Wrapper;
import org.apache.catalina.connector.Connector;
import org.apache.catalina.core.StandardContext;
import org.apache.catalina.core.StandardHost;
import org.apache.catalina.startup.Tomcat;
import org.apache.catalina.valves.ErrorReportValve;
import org.apache.coyote.http11.AbstractHttp11Protocol;
import org.apache.coyote.http11.Http11NioProtocol;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * An embedded Tomcat with our connector, or with Tomcat's own one. When it is closed it
 * checks that nothing is left over.
 */
final class TestServer implements AutoCloseable {

	/** Held, as a logger that nobody holds forgets its level. */
	private static final List<Logger> loggers = List.of(Logger.getLogger("org.apache"),
			Logger.getLogger("io.coroutine.tomcat"));

	static {
		loggers.forEach((logger) -> logger.setLevel(Level.WARNING));
	}

	private final OpenFiles files = new OpenFiles();

	private final CoroutineRuntime runtime;

	private final AbstractHttp11Protocol<?> protocol;

	private final Tomcat tomcat = new Tomcat();

	private final Context context;

	private final Connector connector;

	private final Path directory;

	private TestServer(boolean stock, Consumer<CoroutineRuntimeBuilder> settings) throws IOException {
		// Two loops, so that both cases of each hand-over happen on any machine
		CoroutineRuntimeBuilder builder = CoroutineRuntime.builder().engine(EngineChoice.EVENT_LOOP).loops(2);
		settings.accept(builder);
		this.runtime = builder.start();
		this.protocol = (stock) ? new Http11NioProtocol() : new CoroutineHttp11Protocol(this.runtime);
		this.directory = Files.createTempDirectory("tomcat-test");
		this.connector = new Connector(this.protocol);
		this.connector.setPort(0);
		this.connector.setThrowOnFailure(true);
		this.tomcat.setSilent(true);
		this.tomcat.setBaseDir(this.directory.toString());
		this.tomcat.getService().addConnector(this.connector);
		this.tomcat.setConnector(this.connector);
		this.context = this.tomcat.addContext("", null);
		((StandardContext) this.context).setClearReferencesRmiTargets(false);
		// No stack traces in error pages, as in Spring Boot
		ErrorReportValve errors = new ErrorReportValve();
		errors.setShowReport(false);
		((StandardHost) this.tomcat.getHost()).setErrorReportValveClass(ErrorReportValve.class.getName());
		this.tomcat.getHost().getPipeline().addValve(errors);
	}

	static TestServer ofCoroutines() throws IOException {
		return ofCoroutines((runtime) -> {
		});
	}

	static TestServer ofCoroutines(Consumer<CoroutineRuntimeBuilder> settings) throws IOException {
		return new TestServer(false, settings);
	}

	static TestServer ofStock() throws IOException {
		return new TestServer(true, (runtime) -> {
		});
	}

	TestServer serve(String path, Servlet servlet) {
		Wrapper wrapper = Tomcat.addServlet(this.context, path, servlet);
		wrapper.setAsyncSupported(true);
		this.context.addServletMappingDecoded(path, path);
		return this;
	}

	TestServer serve(String path, Handler handler) {
		return serve(path, new HttpServlet() {

			@Override
			protected void service(HttpServletRequest request, HttpServletResponse response)
					throws ServletException, IOException {
				handler.handle(request, response);
			}

		});
	}

	TestServer with(Consumer<AbstractHttp11Protocol<?>> settings) {
		settings.accept(this.protocol);
		return this;
	}

	TestServer start() throws Exception {
		this.tomcat.start();
		assertThat(this.connector.getState()).isEqualTo(LifecycleState.STARTED);
		return this;
	}

	int port() {
		return this.connector.getLocalPort();
	}

	RawClient connect() throws IOException {
		return RawClient.connect("127.0.0.1", port());
	}

	CoroutineRuntime runtime() {
		return this.runtime;
	}

	AbstractHttp11Protocol<?> protocol() {
		return this.protocol;
	}

	/**
	 * Return the endpoint of our connector.
	 */
	CoroutineEndpoint endpoint() {
		return ((CoroutineHttp11Protocol) this.protocol).getEndpoint();
	}

	Tomcat tomcat() {
		return this.tomcat;
	}

	Context context() {
		return this.context;
	}

	Connector connector() {
		return this.connector;
	}

	boolean hasConnections() {
		// Tomcat's own acceptor counts the one it waits for
		long none = (this.protocol instanceof Http11NioProtocol) ? 1 : 0;
		return this.protocol.getConnectionCount() > none;
	}

	/**
	 * Wait until no connection and no coroutine is left.
	 */
	void awaitNothingLeft() {
		Eventually.until("all connections have gone", () -> !hasConnections());
		Eventually.until("all coroutines have gone", () -> this.runtime.snapshot().live() == 0);
	}

	@Override
	public void close() throws Exception {
		this.tomcat.stop();
		this.tomcat.destroy();
		Eventually.until("all coroutines have gone", () -> this.runtime.snapshot().live() == 0);
		assertThat(this.runtime.shutdown(Duration.ofMinutes(1))).isZero();
		this.files.awaitNoneLeft();
	}

	/**
	 * What a servlet does.
	 */
	@FunctionalInterface
	interface Handler {

		void handle(HttpServletRequest request, HttpServletResponse response) throws ServletException, IOException;

	}

}
