package io.coroutine.tomcat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

import io.coroutine.admission.AdmissionGate;
import io.coroutine.tomcat.GatedServer.Kind;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Clients that go while they wait to be let in. Only our connector finds out.
 */
class AdmissionDisconnectTests {

	private GatedServer server;

	@BeforeEach
	void startServer() throws Exception {
		this.server = GatedServer.of(Kind.OURS, 1, 1000).start();
	}

	private void assertNothingLeft(long cancelled, int served) throws Exception {
		this.server.awaitNothingLeft();
		assertThat(this.server.gate().snapshot().cancelled()).isEqualTo(cancelled);
		assertThat(this.server.served()).hasSize(served);
		try (RawClient client = this.server.send("/")) {
			assertThat(client.response().text()).isEqualTo("served");
		}
		this.server.close();
	}

	@Test
	void whenClientClosesThenItsPlaceIsFreeAndItsWorkNotDone() throws Exception {
		try (RawClient holder = this.server.occupy()) {
			RawClient leaving = this.server.queue("/");
			try (RawClient staying = this.server.queue("/")) {
				leaving.close();
				this.server.awaitQueued(1);
				this.server.letGo();
				assertThat(holder.response().text()).isEqualTo("served");
				assertThat(staying.response().text()).isEqualTo("served");
			}
		}
		assertNothingLeft(1, 2);
	}

	@Test
	void whenClientResetsThenItsPlaceIsFree() throws Exception {
		try (RawClient holder = this.server.occupy()) {
			this.server.queue("/").reset();
			this.server.awaitQueued(0);
			this.server.letGo();
			assertThat(holder.response().text()).isEqualTo("served");
		}
		assertNothingLeft(1, 1);
	}

	@Test
	void whenClientEndsItsHalfThenItCountsAsGone() throws Exception {
		try (RawClient holder = this.server.occupy(); RawClient halfClosed = this.server.queue("/")) {
			halfClosed.socket().shutdownOutput();
			assertThat(halfClosed.isEnded()).isTrue();
			this.server.awaitQueued(0);
			this.server.letGo();
			assertThat(holder.response().text()).isEqualTo("served");
		}
		assertNothingLeft(1, 1);
	}

	/**
	 * As by Tomcat's own connector, which does not look.
	 */
	@ParameterizedTest
	@EnumSource
	void whenGoneClientsAreNotNoticedThenOneThatEndsItsHalfIsServed(Kind kind) throws Exception {
		this.server.close();
		try (GatedServer patient = new GatedServer(kind, AdmissionGate.builder("requests", 1).queueLimit(10).build(),
				Duration.ofMinutes(1), true, false)
			.start(); RawClient holder = patient.occupy(); RawClient halfClosed = patient.queue("/?half")) {
			halfClosed.socket().shutdownOutput();
			patient.letGo();
			assertThat(holder.response().text()).isEqualTo("served");
			assertThat(halfClosed.response().text()).isEqualTo("served");
			assertThat(patient.gate().snapshot().cancelled()).isZero();
		}
	}

	@Test
	void whenClientSendsItsNextRequestThenItStays() throws Exception {
		try (RawClient holder = this.server.occupy(); RawClient eager = this.server.queue("/?1")) {
			eager.send("GET /?2 HTTP/1.1\r\nHost: test\r\n\r\n");
			try (RawClient leaving = this.server.queue("/")) {
				leaving.close();
				this.server.awaitQueued(1);
			}
			this.server.letGo();
			assertThat(holder.response().text()).isEqualTo("served");
			assertThat(eager.response().text()).isEqualTo("served");
			assertThat(eager.response().text()).isEqualTo("served");
			assertThat(this.server.served()).containsExactly("null", "1", "2");
		}
		assertNothingLeft(1, 3);
	}

	@Test
	void whenClientGoesWithItsNextRequestUnreadThenItsPlaceIsFree() throws Exception {
		try (RawClient holder = this.server.occupy()) {
			RawClient leaving = this.server.queue("/");
			leaving.send("GET / HTTP/1.1\r\nHost: test\r\n\r\n").close();
			this.server.awaitQueued(0);
			this.server.letGo();
			assertThat(holder.response().text()).isEqualTo("served");
		}
		assertNothingLeft(1, 1);
	}

	@Test
	void whenClientsGoAndPlacesComeFreeTogetherThenNoPermitIsLost() throws Exception {
		Random random = new Random(42);
		for (int round = 0; round < 20; round++) {
			try (RawClient holder = this.server.occupy()) {
				List<RawClient> clients = new ArrayList<>();
				for (int i = 0; i < 20; i++) {
					clients.add(this.server.queue("/"));
				}
				int letGoAt = random.nextInt(clients.size());
				for (int i = 0; i < clients.size(); i++) {
					if (i == letGoAt) {
						this.server.letGo();
					}
					if (random.nextBoolean()) {
						clients.get(i).reset();
					}
					else {
						clients.get(i).close();
					}
				}
				assertThat(holder.response().text()).isEqualTo("served");
			}
			this.server.awaitNothingLeft();
		}
		this.server.close();
	}

}
