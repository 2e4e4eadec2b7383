package io.coroutine.tomcat;

import java.time.Duration;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import io.coroutine.admission.AdmissionGate;
import io.coroutine.admission.AdmissionRejectedException.Reason;
import io.coroutine.admission.AdmissionSnapshot;
import io.coroutine.tomcat.GatedServer.Kind;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Thousands of clients that want the same few places at once, some of which do not wait
 * for their answer.
 */
class ManyClientsAtTheGateTests {

	private static final int CLIENTS = 5000;

	private static final int LIMIT = 10;

	private static final int QUEUE = 500;

	private final AtomicInteger inside = new AtomicInteger();

	private final AtomicInteger mostInside = new AtomicInteger();

	private final AtomicInteger served = new AtomicInteger();

	private final AtomicInteger rejected = new AtomicInteger();

	private final AtomicInteger gone = new AtomicInteger();

	@Test
	void whenThousandsComeThenFewAreInsideAndAllAreAnswered() throws Exception {
		AdmissionGate gate = AdmissionGate.builder("requests", LIMIT).queueLimit(QUEUE).build();
		CountDownLatch connected = new CountDownLatch(CLIENTS);
		try (GatedServer server = new GatedServer(Kind.OURS, gate, Duration.ofMinutes(5), true)) {
			server.server().serve("/work", (request, response) -> work()).with((protocol) -> {
				protocol.setAcceptCount(CLIENTS);
				// The first have to wait until the last are connected
				protocol.setConnectionTimeout(300_000);
				protocol.setMaxConnections(2 * CLIENTS);
			});
			server.start();
			try (ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor()) {
				for (int i = 0; i < CLIENTS; i++) {
					Random random = new Random(i);
					clients.submit(() -> request(server, connected, random));
				}
			}
			assertThat(this.mostInside).hasValueBetween(1, LIMIT);
			assertThat(this.served.get() + this.rejected.get() + this.gone.get()).isEqualTo(CLIENTS);
			assertThat(this.served).hasPositiveValue();
			server.awaitNothingLeft();
			AdmissionSnapshot snapshot = gate.snapshot();
			long turnedAway = snapshot.rejected().get(Reason.QUEUE_FULL);
			assertThat(snapshot.rejected().get(Reason.WAITED_TOO_LONG)).isZero();
			// Who has gone may have been in any of the three
			assertThat(snapshot.admitted()).isBetween((long) this.served.get(), (long) CLIENTS - this.rejected.get());
			assertThat(turnedAway).isBetween((long) this.rejected.get(), (long) CLIENTS - this.served.get());
			assertThat(snapshot.cancelled()).isLessThanOrEqualTo(this.gone.get());
		}
	}

	private void work() {
		this.mostInside.accumulateAndGet(this.inside.incrementAndGet(), Math::max);
		try {
			Thread.sleep(1);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
		finally {
			this.inside.decrementAndGet();
		}
	}

	private Void request(GatedServer server, CountDownLatch connected, Random random) throws Exception {
		try (RawClient client = server.server().connect()) {
			connected.countDown();
			assertThat(connected.await(2, TimeUnit.MINUTES)).isTrue();
			client.send("GET /work HTTP/1.1\r\nHost: test\r\n\r\n");
			if (random.nextInt(10) == 0) {
				this.gone.incrementAndGet();
				return null;
			}
			String status = client.response().status();
			((status.startsWith("HTTP/1.1 200")) ? this.served : this.rejected).incrementAndGet();
			assertThat(status).startsWith((status.contains("200")) ? "HTTP/1.1 200" : "HTTP/1.1 503");
		}
		return null;
	}

}
