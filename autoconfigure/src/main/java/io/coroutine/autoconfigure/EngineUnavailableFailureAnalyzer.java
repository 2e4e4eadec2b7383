package io.coroutine.autoconfigure;

import io.coroutine.EngineUnavailableException;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.diagnostics.FailureAnalyzer;

/**
 * A {@link FailureAnalyzer} for an event-loop engine that was asked for and cannot run.
 */
class EngineUnavailableFailureAnalyzer extends AbstractFailureAnalyzer<EngineUnavailableException> {

	@Override
	protected FailureAnalysis analyze(Throwable rootFailure, EngineUnavailableException cause) {
		String description = "The application asks for the event-loop engine with 'coroutine.engine=event-loop'. "
				+ cause.getMessage() + ".";
		String action = cause.getRemedy() + System.lineSeparator() + System.lineSeparator()
				+ "Or set 'coroutine.engine=auto', which takes the portable engine where the event-loop engine is not "
				+ "available.";
		return new FailureAnalysis(description, action, cause);
	}

}
