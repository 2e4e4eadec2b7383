package io.coroutine.actuate;

import io.coroutine.snapshot.WorkingFor;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import io.micrometer.tracing.handler.DefaultTracingObservationHandler;
import io.micrometer.tracing.test.simple.SimpleTracer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import org.springframework.http.server.observation.ServerRequestObservationContext;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link RequestTraceHandler}.
 */
class RequestTraceHandlerTests {

	private final ObservationRegistry registry = ObservationRegistry.create();

	private final SimpleTracer tracer = new SimpleTracer();

	private final MockHttpServletRequest request = new MockHttpServletRequest();

	@BeforeEach
	void handle() {
		this.registry.observationConfig().observationHandler(RequestTraceHandler.create());
	}

	@Test
	void whenRequestIsTracedThenItHasTheNumberOfTheTrace() {
		trace();
		start().scoped(() -> assertThat(this.request.getAttribute(WorkingFor.TRACE_ID_ATTRIBUTE)).isNotNull()
			.isEqualTo(this.tracer.lastSpan().context().traceId()));
	}

	@Test
	void whenTheScopeIsOpenedAgainThenTheRequestIsLeftAlone() {
		trace();
		Observation observation = start();
		observation.scoped(() -> {
		});
		this.request.removeAttribute(WorkingFor.TRACE_ID_ATTRIBUTE);
		observation.scoped(() -> {
		});
		assertThat(this.request.getAttribute(WorkingFor.TRACE_ID_ATTRIBUTE)).isNull();
	}

	@Test
	void whenNothingIsTracedThenTheRequestIsLeftAlone() {
		start().scoped(() -> assertThat(this.request.getAttribute(WorkingFor.TRACE_ID_ATTRIBUTE)).isNull());
	}

	@Test
	void whenItIsNoRequestThenNothingIsDone() {
		trace();
		assertThat(RequestTraceHandler.create().supportsContext(new Observation.Context())).isFalse();
		Observation.start("other", this.registry)
			.scoped(() -> assertThat(this.tracer.lastSpan().context().traceId()).isNotNull());
	}

	private void trace() {
		this.registry.observationConfig().observationHandler(new DefaultTracingObservationHandler(this.tracer));
	}

	private Observation start() {
		return Observation.start("http.server.requests",
				() -> new ServerRequestObservationContext(this.request, new MockHttpServletResponse()), this.registry);
	}

}
