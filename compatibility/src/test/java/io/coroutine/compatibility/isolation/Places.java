package io.coroutine.compatibility.isolation;

import java.util.List;

import io.coroutine.local.CoroutineLocal;
import io.micrometer.common.KeyValue;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import io.micrometer.tracing.TraceContext;
import io.micrometer.tracing.Tracer;
import org.jspecify.annotations.Nullable;
import org.slf4j.MDC;

import org.springframework.security.authentication.TestingAuthenticationToken;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.web.context.request.RequestAttributes;
import org.springframework.web.context.request.RequestContextHolder;

/**
 * The places that are looked at. Nobody clears those that the handler writes to: a fresh
 * coroutine for each request is what does.
 */
final class Places {

	private static final String TOKEN = "token";

	private static final ThreadLocal<@Nullable String> THREAD_LOCAL = new ThreadLocal<>();

	private static final CoroutineLocal<@Nullable String> COROUTINE_LOCAL = CoroutineLocal.create();

	private static final CoroutineLocal<@Nullable String> INHERITED = CoroutineLocal.<@Nullable String>builder()
		.inherited()
		.build();

	private final Tracer tracer;

	private final ObservationRegistry observations;

	private final Draft draft;

	Places(Tracer tracer, ObservationRegistry observations, Draft draft) {
		this.tracer = tracer;
		this.observations = observations;
		this.draft = draft;
	}

	List<Place> all() {
		return List.of(Place.own("thread-local", false, THREAD_LOCAL::get, THREAD_LOCAL::set),
				Place.own("coroutine-local", false, COROUTINE_LOCAL::get, COROUTINE_LOCAL::set),
				Place.own("inherited coroutine-local", true, INHERITED::get, INHERITED::set),
				Place.own("MDC", true, () -> MDC.get(TOKEN), (value) -> MDC.put(TOKEN, value)),
				Place.shared("request attribute", Places::requestAttribute, Places::setRequestAttribute),
				Place.shared("bean of the request", this.draft::getText, this.draft::setText),
				Place.shared("observation", this::observation, this::setObservation),
				Place.given("span", this::trace, Token::trace),
				Place.given("trace in the MDC", () -> MDC.get("traceId"), Token::trace), securityContext());
	}

	/**
	 * Given by the filters, but a forked coroutine may put its own there.
	 */
	private static Place securityContext() {
		return new Place("security context", Place.Kind.GIVEN, true, () -> {
			Authentication authentication = SecurityContextHolder.getContext().getAuthentication();
			return (authentication != null) ? authentication.getName() : null;
		}, (user) -> SecurityContextHolder.getContext().setAuthentication(new TestingAuthenticationToken(user, "")),
				Token::user);
	}

	private static @Nullable String requestAttribute() {
		RequestAttributes attributes = RequestContextHolder.getRequestAttributes();
		return (attributes != null) ? (String) attributes.getAttribute(TOKEN, RequestAttributes.SCOPE_REQUEST) : null;
	}

	private static void setRequestAttribute(String value) {
		RequestContextHolder.currentRequestAttributes().setAttribute(TOKEN, value, RequestAttributes.SCOPE_REQUEST);
	}

	private @Nullable String observation() {
		Observation current = this.observations.getCurrentObservation();
		KeyValue token = (current != null) ? current.getContext().getHighCardinalityKeyValue(TOKEN) : null;
		return (token != null) ? token.getValue() : null;
	}

	private void setObservation(String value) {
		Observation current = this.observations.getCurrentObservation();
		if (current == null) {
			throw new IllegalStateException("There is no observation");
		}
		current.highCardinalityKeyValue(TOKEN, value);
	}

	private @Nullable String trace() {
		TraceContext context = this.tracer.currentTraceContext().context();
		return (context != null) ? context.traceId() : null;
	}

}
