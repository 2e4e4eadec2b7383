package io.coroutine.actuate.autoconfigure;

import io.coroutine.CoroutineRuntime;
import org.apache.commons.logging.LogFactory;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnSingleCandidate;
import org.springframework.context.ApplicationContext;
import org.springframework.context.ApplicationListener;
import org.springframework.context.annotation.Bean;
import org.springframework.context.event.ContextRefreshedEvent;

/**
 * {@link EnableAutoConfiguration Auto-configuration} for an application without the
 * Actuator, which is told once what makes the coroutines visible.
 */
@AutoConfiguration(afterName = "io.coroutine.autoconfigure.CoroutineAutoConfiguration")
@ConditionalOnMissingClass("org.springframework.boot.actuate.autoconfigure.endpoint.condition.ConditionalOnAvailableEndpoint")
@ConditionalOnSingleCandidate(CoroutineRuntime.class)
public final class AbsentActuatorAutoConfiguration {

	@Bean
	ApplicationListener<ContextRefreshedEvent> coroutineAbsentActuatorLogger(ApplicationContext context) {
		return new AbsentActuatorLogger(context);
	}

	/**
	 * Comes after the line that tells which engine runs.
	 *
	 * @param context the application; the events of child contexts arrive here too
	 */
	private record AbsentActuatorLogger(
			ApplicationContext context) implements ApplicationListener<ContextRefreshedEvent> {

		@Override
		public void onApplicationEvent(ContextRefreshedEvent event) {
			if (event.getApplicationContext() == this.context) {
				LogFactory.getLog(CoroutineRuntime.class)
					.info("Watch the coroutines at /actuator/coroutines once the application has the Actuator: add "
							+ "spring-boot-starter-actuator");
			}
		}

	}

}
