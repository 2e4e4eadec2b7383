package io.coroutine.autoconfigure.deadline;

import java.time.Duration;

import com.zaxxer.hikari.HikariDataSource;
import io.coroutine.autoconfigure.CoroutineAutoConfiguration;
import io.coroutine.spring.deadline.DeadlineDataSource;
import io.coroutine.spring.deadline.DeadlineExceptionResolver;
import io.coroutine.spring.deadline.DeadlineRequestInitializer;
import io.coroutine.spring.deadline.RequestDeadlines;
import org.junit.jupiter.api.Test;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.context.runner.WebApplicationContextRunner;
import org.springframework.jdbc.datasource.SimpleDriverDataSource;

import static org.assertj.core.api.Assertions.assertThat;

class CoroutineDeadlineAutoConfigurationTests {

	private final WebApplicationContextRunner runner = new WebApplicationContextRunner()
		.withConfiguration(
				AutoConfigurations.of(CoroutineAutoConfiguration.class, CoroutineDeadlineAutoConfiguration.class))
		.withPropertyValues("coroutine.loops.count=1");

	@Test
	void whenDefaultsThenAllIsThere() {
		this.runner.run((context) -> assertThat(context).hasSingleBean(RequestDeadlines.class)
			.hasSingleBean(DeadlineExceptionResolver.class)
			.hasSingleBean(DeadlineRequestInitializer.class)
			.hasSingleBean(HikariDeadlines.class));
	}

	@Test
	void whenSwitchedOffThenNothingIsThere() {
		for (String property : new String[] { "coroutine.deadline.enabled=false", "coroutine.enabled=false" }) {
			this.runner.withPropertyValues(property)
				.run((context) -> assertThat(context).doesNotHaveBean(RequestDeadlines.class)
					.doesNotHaveBean(DeadlineExceptionResolver.class)
					.doesNotHaveBean(DeadlineRequestInitializer.class)
					.doesNotHaveBean(HikariDeadlines.class));
		}
	}

	@Test
	void whenOnlyJdbcIsSwitchedOffThenTheRestIsThere() {
		this.runner.withPropertyValues("coroutine.deadline.jdbc.enabled=false")
			.run((context) -> assertThat(context).hasSingleBean(RequestDeadlines.class)
				.doesNotHaveBean(HikariDeadlines.class));
	}

	@Test
	void whenLibrariesAreAbsentThenTheRestIsThere() {
		this.runner.withClassLoader(new FilteredClassLoader("com.zaxxer.hikari", "org.springframework.boot.restclient"))
			.run((context) -> assertThat(context).hasSingleBean(RequestDeadlines.class)
				.doesNotHaveBean("coroutineHikariDeadlines")
				.doesNotHaveBean(DeadlineRequestInitializer.class));
		new ApplicationContextRunner()
			.withConfiguration(
					AutoConfigurations.of(CoroutineAutoConfiguration.class, CoroutineDeadlineAutoConfiguration.class))
			.withPropertyValues("coroutine.loops.count=1")
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(RequestDeadlines.class));
	}

	@Test
	void whenTheApplicationHasItsOwnThenOursBackOff() {
		RequestDeadlines own = new RequestDeadlines(null, null, Duration.ofMinutes(1), (text) -> text);
		this.runner.withBean(RequestDeadlines.class, () -> own)
			.run((context) -> assertThat(context.getBean(RequestDeadlines.class)).isSameAs(own));
	}

	@Test
	void whenTheTimeIsNotPositiveThenTheReportNamesTheProperty() {
		this.runner.withPropertyValues("coroutine.deadline.request=0s")
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.hasMessageContaining("coroutine.deadline.request"));
	}

	@Test
	void whenThereIsAPoolThenItsConnectionsAreGuardedAndItStaysWhatItIs() {
		this.runner.withBean(HikariDataSource.class, () -> {
			HikariDataSource pool = new HikariDataSource();
			pool.setDataSource(new SimpleDriverDataSource());
			return pool;
		}).run((context) -> {
			HikariDataSource pool = context.getBean(HikariDataSource.class);
			assertThat(pool).isExactlyInstanceOf(HikariDataSource.class);
			assertThat(pool.getDataSource()).isInstanceOf(DeadlineDataSource.class);
			assertThat(pool.getDataSource().unwrap(SimpleDriverDataSource.class)).isNotNull();
		});
		this.runner.withBean(HikariDataSource.class, HikariDataSource::new)
			.run((context) -> assertThat(context.getBean(HikariDataSource.class).getDataSource()).isNull());
	}

}
