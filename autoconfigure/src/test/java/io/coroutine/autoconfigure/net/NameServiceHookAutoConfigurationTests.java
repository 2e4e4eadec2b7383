package io.coroutine.autoconfigure.net;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

import javax.sql.DataSource;

import io.coroutine.CoroutineRuntime;
import io.coroutine.Hook;
import io.coroutine.autoconfigure.Carriers;
import io.coroutine.autoconfigure.CoroutineAutoConfiguration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.LazyInitializationBeanFactoryPostProcessor;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link NameServiceHookAutoConfiguration}.
 */
class NameServiceHookAutoConfigurationTests {

	private static final Hook.Status IN_FORCE = new Hook.Status(true,
			"look-ups of coroutines run on threads of their own");

	private final ApplicationContextRunner runner = new ApplicationContextRunner().withConfiguration(
			AutoConfigurations.of(NameServiceHookAutoConfiguration.class, CoroutineAutoConfiguration.class));

	@ParameterizedTest
	@ValueSource(strings = { "event-loop", "portable" })
	void whenEngineRunsThenHookIsInForceUntilTheContextCloses(String engine) {
		this.runner.withPropertyValues("coroutine.engine=" + engine).run((context) -> {
			Hook hook = context.getBean(Hook.class);
			assertThat(hook.name()).isEqualTo("name-service");
			assertThat(hook.status()).isEqualTo(IN_FORCE);
			context.close();
			assertThat(hook.status()).isEqualTo(new Hook.Status(false, "it is closed"));
		});
		Carriers.awaitNone();
	}

	@Test
	void whenCoroutineLooksUpThenItIsAnsweredAndNoThreadIsLeft() throws Exception {
		this.runner.run((context) -> {
			// Asked for without the JDK's cache
			String name = context.getBean(CoroutineRuntime.class)
				.submit(() -> InetAddress.getByAddress(new byte[] { 127, 0, 0, 1 }).getHostName())
				.get(60, TimeUnit.SECONDS);
			assertThat(name).isNotEmpty();
		});
		Carriers.awaitNone();
	}

	@Test
	void whenSwitchedOffThenReasonSaysSo() {
		this.runner.withPropertyValues("coroutine.hooks.name-service.enabled=false")
			.run((context) -> assertThat(context.getBean(Hook.class).status()).isEqualTo(
					new Hook.Status(false, "it is switched off with coroutine.hooks.name-service.enabled=false")));
	}

	@Test
	void whenCoroutinesAreSwitchedOffThenThereIsNoHook() {
		this.runner.withPropertyValues("coroutine.enabled=false")
			.run((context) -> assertThat(context).doesNotHaveBean(Hook.class));
	}

	@Test
	void whenSettingsAreInRangeThenHookIsInForce() {
		this.runner
			.withPropertyValues("coroutine.hooks.name-service.timeout=3s",
					"coroutine.hooks.name-service.max-concurrent=4")
			.run((context) -> assertThat(context.getBean(Hook.class).status()).isEqualTo(IN_FORCE));
	}

	@ParameterizedTest
	@CsvSource({ "timeout, 0s", "timeout, 2d", "max-concurrent, 0", "max-concurrent, 1025" })
	void whenSettingIsOutOfRangeThenReportNamesTheProperty(String property, String value) {
		this.runner.withPropertyValues("coroutine.hooks.name-service." + property + "=" + value)
			.run((context) -> assertThat(context).getFailure()
				.hasStackTraceContaining(InvalidConfigurationPropertyValueException.class.getName()
						+ ": Property coroutine.hooks.name-service." + property + " with value '"));
		Carriers.awaitNone();
	}

	@Test
	void whenThereIsPoolThenItDependsOnTheHook() {
		this.runner.withBean("pool", DataSource.class, DriverManagerDataSource::new)
			.run((context) -> assertThat(context.getBeanFactory().getBeanDefinition("pool").getDependsOn())
				.containsExactly("nameServiceHookRegistration"));
	}

	@Test
	void whenBeansAreLazyThenHookIsInForceAllTheSame() {
		List<Hook.Status> statuses = new ArrayList<>();
		this.runner
			.withInitializer(
					(context) -> context.addBeanFactoryPostProcessor(new LazyInitializationBeanFactoryPostProcessor()))
			.run((context) -> statuses.add(context.getBean(Hook.class).status()));
		assertThat(statuses).containsExactly(IN_FORCE);
	}

	@Test
	void whenContextsFollowEachOtherThenEachHasItsHook() {
		for (int i = 0; i < 3; i++) {
			this.runner.run((context) -> assertThat(context.getBean(Hook.class).status()).isEqualTo(IN_FORCE));
		}
	}

}
