package io.coroutine.autoconfigure.net;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.sql.Connection;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

import javax.sql.DataSource;

import io.coroutine.CoroutineRuntime;
import io.coroutine.Hook;
import io.coroutine.autoconfigure.Carriers;
import io.coroutine.autoconfigure.CoroutineAutoConfiguration;
import io.coroutine.internal.hook.SocketHook;
import jakarta.servlet.Filter;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.DisposableBean;
import org.springframework.beans.factory.InitializingBean;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.boot.LazyInitializationBeanFactoryPostProcessor;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.jetty.autoconfigure.servlet.JettyServletWebServerAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.context.runner.WebApplicationContextRunner;
import org.springframework.boot.web.server.servlet.context.AnnotationConfigServletWebServerApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.datasource.AbstractDataSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link SocketHookAutoConfiguration}.
 */
class SocketHookAutoConfigurationTests {

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(SocketHookAutoConfiguration.class, CoroutineAutoConfiguration.class));

	@Test
	void whenEventLoopsRunThenHookIsInForceUntilTheContextCloses() {
		this.runner.run((context) -> {
			Hook hook = context.getBean(Hook.class);
			assertThat(hook.name()).isEqualTo("socket");
			assertThat(hook.status()).isEqualTo(new Hook.Status(true, "new sockets wait on the event loops"));
			assertThat(SocketHook.state().installed()).isTrue();
			context.close();
			assertThat(hook.status().inForce()).isFalse();
			assertThat(SocketHook.state().installed()).isFalse();
		});
		Carriers.awaitNone();
	}

	@Test
	void whenCoroutineReadsFromSocketThenItWorks() {
		this.runner.withPropertyValues("coroutine.loops.count=1").run((context) -> {
			List<Integer> read = new ArrayList<>();
			try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
				var reader = context.getBean(CoroutineRuntime.class).start(() -> read.add(readOne(server)));
				try (Socket accepted = server.accept()) {
					accepted.getOutputStream().write(42);
				}
				reader.join();
			}
			assertThat(read).containsExactly(42);
		});
	}

	@Test
	void whenSwitchedOffThenSocketsStayWithTheJdk() {
		this.runner.withPropertyValues("coroutine.hooks.socket.enabled=false").run((context) -> {
			assertThat(context.getBean(Hook.class).status())
				.isEqualTo(new Hook.Status(false, "it is switched off with coroutine.hooks.socket.enabled=false"));
			assertThat(SocketHook.state().installed()).isFalse();
		});
	}

	@Test
	void whenEngineIsPortableThenSocketsStayWithTheJdk() {
		this.runner.withPropertyValues("coroutine.engine=portable").run((context) -> {
			assertThat(context.getBean(Hook.class).status().inForce()).isFalse();
			assertThat(context.getBean(Hook.class).status().reason()).contains("portable");
			assertThat(SocketHook.state().installed()).isFalse();
		});
	}

	@Test
	void whenCoroutinesAreSwitchedOffThenThereIsNoHook() {
		this.runner.withPropertyValues("coroutine.enabled=false").run((context) -> {
			assertThat(context).doesNotHaveBean(Hook.class);
			assertThat(SocketHook.state().installed()).isFalse();
		});
	}

	@Test
	void whenThereIsPoolThenHookIsInForceForAllOfItsLife() {
		List<String> events = new ArrayList<>();
		this.runner.withBean("events", List.class, () -> events)
			.withUserConfiguration(PoolConfiguration.class)
			.run((context) -> assertThat(events).containsExactly("started true"));
		assertThat(events).containsExactly("started true", "stopped true");
	}

	@Test
	void whenWebServerStartsThenHookIsInForceBeforeItsFilters() {
		List<Boolean> installed = new ArrayList<>();
		new WebApplicationContextRunner(AnnotationConfigServletWebServerApplicationContext::new)
			.withConfiguration(AutoConfigurations.of(SocketHookAutoConfiguration.class,
					CoroutineAutoConfiguration.class, JettyServletWebServerAutoConfiguration.class))
			.withPropertyValues("server.port=0")
			.withBean(Filter.class, () -> {
				installed.add(SocketHook.state().installed());
				return (request, response, chain) -> chain.doFilter(request, response);
			})
			.run((context) -> assertThat(installed).containsExactly(true));
	}

	@Test
	void whenBeansAreLazyThenHookIsInForceAllTheSame() {
		this.runner
			.withInitializer(
					(context) -> context.addBeanFactoryPostProcessor(new LazyInitializationBeanFactoryPostProcessor()))
			.run((context) -> assertThat(SocketHook.state().installed()).isTrue());
	}

	@Test
	void whenContextsFollowEachOtherThenHookFollows() {
		for (int i = 0; i < 3; i++) {
			this.runner.run((context) -> assertThat(SocketHook.state().installed()).isTrue());
			assertThat(SocketHook.state().installed()).isFalse();
		}
	}

	private static int readOne(ServerSocket server) {
		try (Socket socket = new Socket(server.getInetAddress(), server.getLocalPort())) {
			InputStream input = socket.getInputStream();
			return input.read();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	@Configuration(proxyBeanMethods = false)
	static class PoolConfiguration {

		/**
		 * Bean post-processors, and what they need, are created before all else.
		 */
		@Bean
		static BeanPostProcessor needsPool(DataSource pool) {
			Objects.requireNonNull(pool);
			return new BeanPostProcessor() {
			};
		}

		@Bean
		static Pool pool(List<String> events) {
			return new Pool(events);
		}

	}

	static class Pool extends AbstractDataSource implements InitializingBean, DisposableBean {

		private final List<String> events;

		Pool(List<String> events) {
			this.events = events;
		}

		@Override
		public void afterPropertiesSet() {
			this.events.add("started " + SocketHook.state().installed());
		}

		@Override
		public void destroy() {
			this.events.add("stopped " + SocketHook.state().installed());
		}

		@Override
		public Connection getConnection() {
			throw new UnsupportedOperationException();
		}

		@Override
		public Connection getConnection(String username, String password) {
			throw new UnsupportedOperationException();
		}

	}

}
