package io.coroutine.actuate;

import io.coroutine.Coroutine;
import io.micrometer.common.KeyValue;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationHandler;
import io.micrometer.observation.transport.ReceiverContext;
import io.micrometer.observation.transport.SenderContext;

/**
 * {@link ObservationHandler} that adds the number of the coroutine to the observations of
 * what comes in and goes out: requests to the application, and those that it sends. It is
 * that of the coroutine in which the observation has begun, the one to look for in dumps.
 * <p>
 * The key value has high cardinality, so it is seen in traces and never becomes a tag of
 * a meter. It is independent of the conventions of the observations, also of those that
 * an application has of its own.
 */
public final class CoroutineObservationHandler implements ObservationHandler<Observation.Context> {

	/** The key: {@value}. */
	public static final String KEY = "coroutine.id";

	private CoroutineObservationHandler() {
	}

	/**
	 * Create the handler.
	 * @return the handler
	 */
	public static CoroutineObservationHandler create() {
		return new CoroutineObservationHandler();
	}

	@Override
	public boolean supportsContext(Observation.Context context) {
		return context instanceof ReceiverContext || context instanceof SenderContext;
	}

	@Override
	public void onStart(Observation.Context context) {
		Coroutine coroutine = Coroutine.current();
		if (coroutine != null) {
			context.addHighCardinalityKeyValue(KeyValue.of(KEY, Long.toString(coroutine.id())));
		}
	}

}
