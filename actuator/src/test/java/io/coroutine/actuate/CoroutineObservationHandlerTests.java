package io.coroutine.actuate;

import java.net.URI;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import io.coroutine.Coroutine;
import io.coroutine.CoroutineRuntime;
import io.coroutine.EngineChoice;
import io.coroutine.StackMode;
import io.micrometer.common.KeyValue;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.observation.DefaultMeterObservationHandler;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationHandler;
import io.micrometer.observation.ObservationRegistry;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import org.springframework.http.HttpMethod;
import org.springframework.http.client.observation.ClientHttpObservationDocumentation;
import org.springframework.http.client.observation.ClientRequestObservationContext;
import org.springframework.http.client.observation.DefaultClientRequestObservationConvention;
import org.springframework.http.server.observation.DefaultServerRequestObservationConvention;
import org.springframework.http.server.observation.ServerHttpObservationDocumentation;
import org.springframework.http.server.observation.ServerRequestObservationContext;
import org.springframework.mock.http.client.MockClientHttpRequest;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link CoroutineObservationHandler}.
 */
class CoroutineObservationHandlerTests {

	private final ObservationRegistry registry = ObservationRegistry.create();

	private final SimpleMeterRegistry meters = new SimpleMeterRegistry();

	private final List<Observation.Context> stopped = new CopyOnWriteArrayList<>();

	private final CoroutineRuntime runtime = CoroutineRuntime.builder().engine(EngineChoice.PORTABLE).start();

	@BeforeEach
	void handle() {
		this.registry.observationConfig()
			.observationHandler(new DefaultMeterObservationHandler(this.meters))
			.observationHandler(new Stopped(this.stopped))
			.observationHandler(CoroutineObservationHandler.create());
	}

	@AfterEach
	void close() {
		this.runtime.close();
	}

	@Test
	void whenRequestsComeInAndGoOutThenTheirObservationsHaveTheNumber() throws Exception {
		for (StackMode mode : StackMode.values()) {
			Coroutine coroutine = this.runtime.coroutine().stackMode(mode).start(() -> {
				server().stop();
				client().stop();
			});
			coroutine.join();
			assertThat(this.stopped).hasSize(2).allSatisfy((context) -> {
				assertThat(context.getHighCardinalityKeyValue(CoroutineObservationHandler.KEY))
					.isEqualTo(KeyValue.of("coroutine.id", Long.toString(coroutine.id())));
				assertThat(context.getLowCardinalityKeyValue(CoroutineObservationHandler.KEY)).isNull();
			});
			this.stopped.clear();
		}
	}

	@Test
	void whenTheyAreMeasuredThenTheNumberIsNoTag() throws Exception {
		this.runtime.start(() -> {
			server().stop();
			client().stop();
		}).join();
		assertThat(this.meters.getMeters()).extracting((meter) -> meter.getId().getName())
			.contains("http.server.requests", "http.client.requests");
		assertThat(this.meters.getMeters()).extracting(Meter::getId)
			.allSatisfy((id) -> assertThat(id.getTag(CoroutineObservationHandler.KEY)).isNull());
	}

	@Test
	void whenTheObservationEndsElsewhereThenTheNumberIsThatOfItsBegin() throws Exception {
		Observation[] begun = new Observation[1];
		Coroutine first = this.runtime.start(() -> begun[0] = server());
		first.join();
		this.runtime.start(() -> begun[0].stop()).join();
		assertThat(this.stopped).singleElement()
			.satisfies((context) -> assertThat(context.getHighCardinalityKeyValue("coroutine.id").getValue())
				.isEqualTo(Long.toString(first.id())));
	}

	@Test
	void whenThereIsNoCoroutineThenNothingIsAdded() {
		server().stop();
		assertThat(this.stopped).singleElement()
			.satisfies((context) -> assertThat(context.getHighCardinalityKeyValue("coroutine.id")).isNull());
	}

	@Test
	void whenItIsNoRequestThenNothingIsAdded() throws Exception {
		this.runtime.start(() -> Observation.start("other", this.registry).stop()).join();
		assertThat(this.stopped).singleElement()
			.satisfies((context) -> assertThat(context.getHighCardinalityKeyValue("coroutine.id")).isNull());
	}

	private Observation server() {
		return ServerHttpObservationDocumentation.HTTP_SERVLET_SERVER_REQUESTS
			.observation(null, new DefaultServerRequestObservationConvention(),
					() -> new ServerRequestObservationContext(new MockHttpServletRequest("GET", "/orders"),
							new MockHttpServletResponse()),
					this.registry)
			.start();
	}

	private Observation client() {
		return ClientHttpObservationDocumentation.HTTP_CLIENT_EXCHANGES
			.observation(null, new DefaultClientRequestObservationConvention(),
					() -> new ClientRequestObservationContext(
							new MockClientHttpRequest(HttpMethod.GET, URI.create("http://localhost/orders"))),
					this.registry)
			.start();
	}

	private record Stopped(List<Observation.Context> seen) implements ObservationHandler<Observation.Context> {

		@Override
		public boolean supportsContext(Observation.Context context) {
			return true;
		}

		@Override
		public void onStop(Observation.Context context) {
			this.seen.add(context);
		}

	}

}
