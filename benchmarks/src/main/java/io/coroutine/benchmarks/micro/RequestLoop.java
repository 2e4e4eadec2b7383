package io.coroutine.benchmarks.micro;

import java.util.List;
import java.util.Locale;

import io.coroutine.ContextInheritance;
import io.coroutine.CoroutineRuntime;
import io.coroutine.EngineChoice;
import io.coroutine.spring.context.LocaleContextAccessor;
import io.coroutine.spring.context.PropagatedContext;
import io.coroutine.spring.context.SecurityContextAccessor;
import io.coroutine.spring.web.RequestAttributesAccessor;
import io.micrometer.context.ContextRegistry;
import io.micrometer.context.integration.Slf4jThreadLocalAccessor;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.slf4j.MDC;

import org.springframework.context.i18n.LocaleContextHolder;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.security.authentication.TestingAuthenticationToken;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.web.context.request.RequestContextHolder;
import org.springframework.web.context.request.ServletRequestAttributes;

/**
 * A runtime with one event loop, for coroutines that serve requests.
 */
@State(Scope.Benchmark)
public class RequestLoop {

	private final ObservationRegistry observations = ObservationRegistry.create();

	private CoroutineRuntime runtime;

	/** Whose coroutines take over nothing. */
	@SuppressWarnings("NullAway.Init")
	public RequestLoop() {
	}

	/** Start the runtime. */
	@Setup
	public void start() {
		this.observations.observationConfig().observationHandler((context) -> true);
		this.runtime = CoroutineRuntime.builder()
			.engine(EngineChoice.EVENT_LOOP)
			.loops(1)
			.contextInheritance(inheritance())
			.start();
	}

	@Nullable ContextInheritance inheritance() {
		return null;
	}

	CoroutineRuntime runtime() {
		return this.runtime;
	}

	/**
	 * Do what Spring does at the beginning of a request: its attributes, its locale, two
	 * values in the MDC, an observation, and somebody who has logged in.
	 * @return what is done at its end
	 */
	Runnable beginRequest() {
		RequestContextHolder.setRequestAttributes(new ServletRequestAttributes(new MockHttpServletRequest()));
		LocaleContextHolder.setLocale(Locale.FRENCH);
		MDC.put("user", "anna");
		MDC.put("tenant", "acme");
		SecurityContextHolder.getContext().setAuthentication(new TestingAuthenticationToken("anna", ""));
		Observation observation = Observation.start("request", this.observations);
		Observation.Scope scope = observation.openScope();
		return () -> {
			scope.close();
			observation.stop();
			SecurityContextHolder.clearContext();
			MDC.clear();
			LocaleContextHolder.resetLocaleContext();
			RequestContextHolder.resetRequestAttributes();
		};
	}

	/** End the runtime. */
	@TearDown
	public void stop() {
		this.runtime.close();
	}

	/**
	 * One whose coroutines take over all of it, as the auto-configuration has it.
	 */
	@State(Scope.Benchmark)
	public static class Inheriting extends RequestLoop {

		@Override
		ContextInheritance inheritance() {
			return new PropagatedContext(ContextRegistry.getInstance(), List.of(new LocaleContextAccessor(),
					new Slf4jThreadLocalAccessor(), new SecurityContextAccessor(), new RequestAttributesAccessor()),
					(key) -> true);
		}

	}

}
