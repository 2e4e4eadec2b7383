package io.coroutine.tomcat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import io.coroutine.admission.AdmissionGate;
import io.coroutine.admission.AdmissionRejectedException.Reason;
import io.coroutine.admission.AdmissionSnapshot;
import io.coroutine.test.Eventually;
import io.coroutine.tomcat.GatedServer.Kind;
import io.coroutine.tomcat.RawClient.Response;
import org.apache.tomcat.util.descriptor.web.ErrorPage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.DURATION;

/**
 * Requests that have to pass a gate, on both connectors.
 */
@ParameterizedClass
@EnumSource(Kind.class)
class AdmissionTests {

	private static final int WAITERS = 30;

	/** By how many later ones a waiter may be overtaken, see the gate. */
	private static final int MOST_OVERTAKEN = 8;

	private final Kind kind;

	AdmissionTests(Kind kind) {
		this.kind = kind;
	}

	private static void assertRejected(Response response) {
		assertThat(response.status()).startsWith("HTTP/1.1 503");
		assertThat(response.headers()).containsEntry("retry-after", "3").containsEntry("connection", "close");
		assertThat(response.body()).isEmpty();
	}

	@Test
	void whenBoundIsReachedThenOthersWaitInOrder() throws Exception {
		try (GatedServer server = GatedServer.of(this.kind, 1, WAITERS).start()) {
			List<RawClient> clients = new ArrayList<>();
			clients.add(server.occupy());
			for (int i = 0; i < WAITERS; i++) {
				clients.add(server.queue("/?" + i));
			}
			assertThat(server.served()).hasSize(1);
			server.letGo();
			for (RawClient client : clients) {
				assertThat(client.response().text()).isEqualTo("served");
				client.close();
			}
			List<String> order = server.served().subList(1, WAITERS + 1);
			for (int i = 0; i < WAITERS; i++) {
				assertThat(order.indexOf(String.valueOf(i))).isBetween(0, i + MOST_OVERTAKEN);
			}
			AdmissionSnapshot snapshot = server.gate().snapshot();
			assertThat(snapshot.admitted()).isEqualTo(WAITERS + 1);
			assertThat(snapshot.waited()).isEqualTo(WAITERS);
			server.awaitNothingLeft();
		}
	}

	@Test
	void whenTheCallerWaitsLessLongThanTheGateThenItIsToldInTime() throws Exception {
		try (GatedServer server = GatedServer.of(this.kind, 1, 10).start(); RawClient holder = server.occupy()) {
			try (RawClient hasty = server.impatient(50)) {
				assertRejected(hasty.response());
			}
			assertThat(server.gate().snapshot().rejected()).containsEntry(Reason.WAITED_TOO_LONG, 1L);
			assertThat(server.waits()).isEmpty();
			try (RawClient patient = server.impatient(3_600_000)) {
				server.awaitQueued(1);
				Thread.sleep(20);
				server.letGo();
				assertThat(patient.response().text()).isEqualTo("served");
			}
			assertThat(server.waits()).singleElement(DURATION).isBetween(Duration.ofMillis(20), Duration.ofHours(1));
			assertThat(holder.response().text()).isEqualTo("served");
			try (RawClient unhindered = server.impatient(0)) {
				assertThat(unhindered.response().text()).isEqualTo("served");
			}
			assertThat(server.waits()).hasSize(1);
		}
	}

	@Test
	void whenQueueIsFullThenAnswerIs503AndNothingIsDone() throws Exception {
		try (GatedServer server = GatedServer.of(this.kind, 1, 1).start();
				RawClient holder = server.occupy();
				RawClient waiter = server.queue("/");
				RawClient rejected = server.send("/")) {
			assertRejected(rejected.response());
			assertThat(rejected.isEnded()).isTrue();
			assertThat(server.served()).hasSize(1);
			assertThat(server.gate().snapshot().rejected()).containsEntry(Reason.QUEUE_FULL, 1L);
			server.letGo();
			assertThat(holder.response().text()).isEqualTo("served");
			assertThat(waiter.response().text()).isEqualTo("served");
		}
	}

	@Test
	void whenWaitIsTooLongThenAnswerIs503() throws Exception {
		AdmissionGate gate = AdmissionGate.builder("requests", 1).build();
		try (GatedServer server = new GatedServer(this.kind, gate, Duration.ofMillis(50), true).start();
				RawClient holder = server.occupy();
				RawClient late = server.send("/")) {
			assertRejected(late.response());
			assertThat(gate.snapshot().rejected()).containsEntry(Reason.WAITED_TOO_LONG, 1L);
			assertThat(gate.snapshot().queued()).isZero();
			server.letGo();
			assertThat(holder.response().text()).isEqualTo("served");
		}
	}

	@Test
	void whenRejectedRequestHasABodyThenItIsAnsweredAndNotRead() throws Exception {
		byte[] body = new byte[3_000_000];
		try (GatedServer server = GatedServer.of(this.kind, 1, 0).start(); RawClient holder = server.occupy()) {
			try (RawClient waiting = server.server().connect()) {
				// It announces more than it sends, so nobody can have read all of it
				waiting.send("POST / HTTP/1.1\r\nHost: test\r\nContent-Length: 9000000\r\n\r\n");
				assertRejected(waiting.response());
			}
			try (RawClient sending = server.server().connect()) {
				sending.send(
						"POST / HTTP/1.1\r\nHost: test\r\nTransfer-Encoding: chunked\r\n\r\n10\r\n0123456789abcdef\r\n");
				assertRejected(sending.response());
			}
			try (RawClient polite = server.server().connect()) {
				polite.send("POST / HTTP/1.1\r\nHost: test\r\nExpect: 100-continue\r\nContent-Length: " + body.length
						+ "\r\n\r\n");
				assertRejected(polite.response());
			}
			assertThat(server.served()).hasSize(1);
			server.letGo();
			assertThat(holder.response().text()).isEqualTo("served");
		}
	}

	@Test
	void whenRequestIsExemptThenItIsServedAtTheLimit() throws Exception {
		try (GatedServer server = GatedServer.of(this.kind, 1, 0).start();
				RawClient holder = server.occupy();
				RawClient free = server.send("/free")) {
			assertThat(free.response().text()).isEqualTo("served");
			assertThat(server.gate().snapshot().admitted()).isEqualTo(1);
			server.letGo();
			assertThat(holder.response().text()).isEqualTo("served");
		}
	}

	@Test
	void whenLimitIsRaisedThenThoseThatWaitAreLetIn() throws Exception {
		try (GatedServer server = GatedServer.of(this.kind, 1, 10).start();
				RawClient holder = server.occupy();
				RawClient waiter = server.queue("/")) {
			server.gate().limit(2);
			assertThat(waiter.response().text()).isEqualTo("served");
			Eventually.until("its place is free", () -> server.gate().snapshot().inUse() == 1);
			server.gate().limit(1);
			try (RawClient next = server.queue("/")) {
				server.letGo();
				assertThat(holder.response().text()).isEqualTo("served");
				assertThat(next.response().text()).isEqualTo("served");
			}
		}
	}

	@Test
	void whenRequestFailsThenErrorPageTakesNoSecondPlace() throws Exception {
		try (GatedServer server = GatedServer.of(this.kind, 1, 0)) {
			server.server().serve("/fail", (request, response) -> {
				throw new IllegalStateException("on purpose");
			}).serve("/page", (request, response) -> response.getWriter().print("sorry"));
			ErrorPage page = new ErrorPage();
			page.setLocation("/page");
			server.server().context().addErrorPage(page);
			server.start();
			try (RawClient client = server.send("/fail")) {
				Response response = client.response();
				assertThat(response.status()).startsWith("HTTP/1.1 500");
				assertThat(response.text()).isEqualTo("sorry");
			}
			assertThat(server.gate().snapshot().admitted()).isEqualTo(1);
			server.awaitNothingLeft();
		}
	}

	@Test
	void whenServerStopsThenNothingIsLeftOfThoseThatWait() throws Exception {
		try (GatedServer server = GatedServer.of(this.kind, 1, 10)) {
			// The one inside does not mind the interrupt, so there is no point in waiting
			server.server().connector().setProperty("executorTerminationTimeoutMillis", "100");
			server.start();
			try (RawClient holder = server.occupy(); RawClient waiter = server.queue("/")) {
				server.server().connector().stop();
				server.letGo();
				// Up to the end of the connection
				holder.all();
				waiter.all();
			}
			Eventually.until("no coroutine is left", () -> server.server().runtime().snapshot().live() == 0);
			assertThat(server.gate().snapshot().inUse()).isZero();
			assertThat(server.gate().snapshot().queued()).isZero();
		}
	}

}
