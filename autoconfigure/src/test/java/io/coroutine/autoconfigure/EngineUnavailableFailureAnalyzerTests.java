package io.coroutine.autoconfigure;

import io.coroutine.EngineUnavailableException;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.BeanCreationException;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.diagnostics.FailureAnalyzer;
import org.springframework.core.io.support.SpringFactoriesLoader;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link EngineUnavailableFailureAnalyzer}.
 */
class EngineUnavailableFailureAnalyzerTests {

	@Test
	void whenEngineIsUnavailableThenReportTellsWhatToDo() {
		FailureAnalysis analysis = new EngineUnavailableFailureAnalyzer().analyze(new BeanCreationException("outer",
				new EngineUnavailableException("an option is missing", "Add the option.")));
		assertThat(analysis).isNotNull();
		assertThat(analysis.getDescription()).contains("'coroutine.engine=event-loop'")
			.endsWith("The event-loop engine is not available: an option is missing.");
		assertThat(analysis.getAction()).startsWith("Add the option.").contains("'coroutine.engine=auto'");
	}

	@Test
	void whenApplicationStartsThenAnalyzerIsFound() {
		assertThat(SpringFactoriesLoader.forDefaultResourceLocation()
			.load(FailureAnalyzer.class, SpringFactoriesLoader.FailureHandler.handleMessage((message, failure) -> {
			}))).hasAtLeastOneElementOfType(EngineUnavailableFailureAnalyzer.class);
	}

}
