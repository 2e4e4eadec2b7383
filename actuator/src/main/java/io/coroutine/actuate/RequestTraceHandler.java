package io.coroutine.actuate;

import io.coroutine.snapshot.WorkingFor;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationHandler;
import io.micrometer.tracing.Span;
import io.micrometer.tracing.handler.TracingObservationHandler.TracingContext;
import jakarta.servlet.http.HttpServletRequest;

import org.springframework.http.server.observation.ServerRequestObservationContext;

/**
 * {@link ObservationHandler} that leaves the number of the trace in the request, where
 * whoever looks at its coroutine finds it: Java Flight Recorder, dumps.
 * <p>
 * That is done once, in the first scope of the observation, which the request itself
 * opens. By then all handlers have begun, that of the tracer too. Further scopes may be
 * those of coroutines that have inherited the observation and outlive the request, which
 * the server may have taken for another one.
 */
public final class RequestTraceHandler implements ObservationHandler<ServerRequestObservationContext> {

	private RequestTraceHandler() {
	}

	/**
	 * Create the handler.
	 * @return the handler
	 */
	public static RequestTraceHandler create() {
		return new RequestTraceHandler();
	}

	@Override
	public boolean supportsContext(Observation.Context context) {
		return context instanceof ServerRequestObservationContext;
	}

	@Override
	public void onScopeOpened(ServerRequestObservationContext context) {
		if (!context.containsKey(RequestTraceHandler.class)) {
			context.put(RequestTraceHandler.class, true);
			TracingContext tracing = context.get(TracingContext.class);
			Span span = (tracing != null) ? tracing.getSpan() : null;
			HttpServletRequest request = context.getCarrier();
			if (span != null && request != null) {
				request.setAttribute(WorkingFor.TRACE_ID_ATTRIBUTE, span.context().traceId());
			}
		}
	}

}
