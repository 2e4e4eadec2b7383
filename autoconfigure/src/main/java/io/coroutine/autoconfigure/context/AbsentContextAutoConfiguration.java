package io.coroutine.autoconfigure.context;

import io.coroutine.CoroutineRuntime;
import io.coroutine.Hook;
import io.coroutine.autoconfigure.ConditionalOnCoroutineEnabled;
import io.coroutine.autoconfigure.CoroutineAutoConfiguration;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnSingleCandidate;
import org.springframework.context.annotation.Bean;

/**
 * {@link EnableAutoConfiguration Auto-configuration} for what is to be told where
 * {@link CoroutineContextAutoConfiguration} does not apply.
 */
@AutoConfiguration(after = CoroutineAutoConfiguration.class)
@ConditionalOnCoroutineEnabled
@ConditionalOnMissingClass("io.micrometer.context.ThreadLocalAccessor")
@ConditionalOnSingleCandidate(CoroutineRuntime.class)
@ConditionalOnBooleanProperty(name = "coroutine.context.inherit.enabled", matchIfMissing = true)
public final class AbsentContextAutoConfiguration {

	@Bean
	Hook coroutineContextHook() {
		return new AbsentContextHook();
	}

	/**
	 * Tells what is missing.
	 */
	private record AbsentContextHook() implements Hook {

		@Override
		public String name() {
			return "context";
		}

		@Override
		public Status status() {
			return new Status(false, "coroutines take over coroutine-locals only: to have them take over the context"
					+ " of a request, add io.micrometer:context-propagation");
		}

	}

}
