package io.coroutine.tomcat;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;

import io.coroutine.CoroutineRuntime;
import io.coroutine.admission.AdmissionGate;
import io.coroutine.test.Eventually;
import io.coroutine.tomcat.admission.AdmissionValve;
import io.coroutine.tomcat.admission.RequestGate;
import io.coroutine.tomcat.admission.RequestPatience;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;

/**
 * A server with a gate before its requests. Those to {@code /hold} are held until the
 * test lets them go.
 */
final class GatedServer implements AutoCloseable {

	/** Which connector the server has. */
	enum Kind {

		OURS, TOMCATS

	}

	private final AdmissionGate gate;

	private final TestServer server;

	private final Semaphore held = new Semaphore(0);

	private final AtomicInteger holding = new AtomicInteger();

	private final HeaderPatience patience = new HeaderPatience();

	private final List<String> served = new CopyOnWriteArrayList<>();

	GatedServer(Kind kind, AdmissionGate gate, Duration longestWait, boolean heldWhileAsync) throws IOException {
		this(kind, gate, longestWait, heldWhileAsync, true);
	}

	GatedServer(Kind kind, AdmissionGate gate, Duration longestWait, boolean heldWhileAsync, boolean noticesGoneClients)
			throws IOException {
		this.gate = gate;
		this.server = (kind == Kind.OURS) ? TestServer.ofCoroutines() : TestServer.ofStock();
		if (kind == Kind.TOMCATS) {
			CoroutineRuntime runtime = this.server.runtime();
			this.server.with((protocol) -> protocol.setExecutor(SeparateRequests.executor(runtime, protocol)));
			SeparateRequests.on(this.server.connector(), runtime);
		}
		RequestGate requests = RequestGate.of(gate, longestWait, heldWhileAsync, noticesGoneClients, null);
		this.server.tomcat()
			.getEngine()
			.getPipeline()
			.addValve(AdmissionValve.of((path) -> (path.startsWith("/free")) ? null : requests, Duration.ofMillis(2500),
					this.patience));
		this.server.serve("/hold", this::hold).serve("/free", this::answer).serve("/", this::answer);
	}

	static GatedServer of(Kind kind, int limit, int queueLimit) throws IOException {
		return new GatedServer(kind, AdmissionGate.builder("requests", limit).queueLimit(queueLimit).build(),
				Duration.ofMinutes(1), true);
	}

	private void hold(HttpServletRequest request, HttpServletResponse response) throws IOException {
		answer(request, response);
		this.holding.incrementAndGet();
		this.held.acquireUninterruptibly();
	}

	private void answer(HttpServletRequest request, HttpServletResponse response) throws IOException {
		this.served.add(String.valueOf(request.getQueryString()));
		response.getWriter().print("served");
	}

	AdmissionGate gate() {
		return this.gate;
	}

	TestServer server() {
		return this.server;
	}

	/**
	 * Return how long those have waited in the end who had set a limit.
	 */
	List<Duration> waits() {
		return this.patience.waits;
	}

	GatedServer start() throws Exception {
		this.server.start();
		return this;
	}

	/**
	 * Return the queries of the requests that were served, in order.
	 */
	List<String> served() {
		return this.served;
	}

	/**
	 * Send a request and do not wait for its answer.
	 */
	RawClient send(String path) throws IOException {
		return this.server.connect().send("GET " + path + " HTTP/1.1\r\nHost: test\r\n\r\n");
	}

	/**
	 * Send a request of a caller who waits so long.
	 */
	RawClient impatient(long millis) throws IOException {
		return this.server.connect().send("GET / HTTP/1.1\r\nHost: test\r\nPatience: " + millis + "\r\n\r\n");
	}

	/**
	 * Have a request occupy a place, and wait until its servlet has it.
	 */
	RawClient occupy() throws IOException {
		int before = this.holding.get();
		RawClient client = send("/hold");
		Eventually.until("it is let in", () -> this.holding.get() == before + 1);
		return client;
	}

	/**
	 * Have a request wait for a place.
	 */
	RawClient queue(String path) throws IOException {
		int before = this.gate.snapshot().queued();
		RawClient client = send(path);
		awaitQueued(before + 1);
		return client;
	}

	void awaitQueued(int count) {
		Eventually.until(count + " wait", () -> this.gate.snapshot().queued() == count);
	}

	void letGo() {
		this.held.release();
	}

	/**
	 * Wait until no connection, no coroutine and no permit is left. Tomcat's connector
	 * counts one connection that is yet to come.
	 */
	void awaitNothingLeft() {
		int none = (this.server.protocol() instanceof CoroutineHttp11Protocol) ? 0 : 1;
		Eventually.until("all connections have gone", () -> this.server.protocol().getConnectionCount() <= none);
		Eventually.until("all coroutines have gone", () -> this.server.runtime().snapshot().live() == 0);
		// The last client may have gone before its connection was accepted
		Eventually.until("all permits are back", () -> this.gate.snapshot().inUse() == 0);
		Eventually.until("nobody waits", () -> this.gate.snapshot().queued() == 0);
	}

	@Override
	public void close() throws Exception {
		this.held.release(1000);
		this.server.close();
	}

	/**
	 * Of callers who say in a header how many milliseconds they wait.
	 */
	private static final class HeaderPatience implements RequestPatience {

		private final List<Duration> waits = new CopyOnWriteArrayList<>();

		@Override
		public @Nullable Duration of(HttpServletRequest request) {
			String millis = request.getHeader("Patience");
			return (millis != null) ? Duration.ofMillis(Long.parseLong(millis)) : null;
		}

		@Override
		public void waited(HttpServletRequest request, Duration time) {
			if (request.getHeader("Patience") != null) {
				this.waits.add(time);
			}
		}

	}

}
