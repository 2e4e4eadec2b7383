package io.coroutine.autoconfigure.admission;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.diagnostics.FailureAnalyzer;

/**
 * A {@link FailureAnalyzer} for an adaptive mode without its library.
 */
class AdaptiveAdmissionUnavailableFailureAnalyzer
		extends AbstractFailureAnalyzer<AdaptiveAdmissionUnavailableException> {

	@Override
	protected FailureAnalysis analyze(Throwable rootFailure, AdaptiveAdmissionUnavailableException cause) {
		return new FailureAnalysis(
				"The application asks for 'adaptive' as a mode of 'coroutine.admission'. " + cause.getMessage() + ".",
				"Add the dependency com.netflix.concurrency-limits:concurrency-limits-core, or set the mode to "
						+ "'fixed' and a bound with 'max-concurrent'.",
				cause);
	}

}
