package io.coroutine.browser;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;

import io.coroutine.Coroutine;
import io.coroutine.CoroutineRuntime;
import io.coroutine.admission.AdmissionGate;
import io.coroutine.admission.AdmissionGates;
import io.coroutine.admission.AdmissionRejectedException;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * A service with one event loop and the dashboard, and what may happen in it.
 */
final class Service implements AutoCloseable {

	private final ConfigurableApplicationContext context;

	private Service(ConfigurableApplicationContext context) {
		this.context = context;
	}

	static Service start(int port, String... arguments) {
		List<String> all = new ArrayList<>(List.of(arguments));
		all.addAll(List.of("--server.port=" + port, "--server.servlet.context-path=/shop",
				"--spring.application.name=shop", "--coroutine.loops.count=1",
				"--management.endpoints.web.exposure.include=coroutine-dashboard,coroutines"));
		return new Service(SpringApplication.run(Application.class, all.toArray(String[]::new)));
	}

	int port() {
		return this.context.getEnvironment().getRequiredProperty("local.server.port", Integer.class);
	}

	String dashboard() {
		return "http://127.0.0.1:" + port() + "/shop/actuator/coroutine-dashboard";
	}

	String managementDashboard() {
		return "http://127.0.0.1:" + this.context.getEnvironment().getProperty("local.management.port")
				+ "/ops/actuator/coroutine-dashboard";
	}

	/**
	 * Have coroutines wait until a latch is opened.
	 */
	void startWaiting(int count, CountDownLatch until) {
		for (int i = 0; i < count; i++) {
			runtime().start(() -> await(until));
		}
	}

	/**
	 * Have coroutines begin and end at once.
	 */
	void startShort(int count) {
		for (int i = 0; i < count; i++) {
			runtime().start(() -> {
			});
		}
	}

	/**
	 * Have a coroutine occupy the event loop until a latch is opened.
	 */
	Coroutine startSpinning(String name, CountDownLatch until) {
		return runtime().coroutine().name(name).start(() -> spin(until));
	}

	private static void spin(CountDownLatch until) {
		while (until.getCount() > 0) {
			Thread.onSpinWait();
		}
	}

	AdmissionGate addGate(String name, int limit) {
		return add(AdmissionGate.builder(name, limit).build());
	}

	/**
	 * Add a gate whose only place is taken.
	 */
	AdmissionGate addFullGate(String name) {
		AdmissionGate gate = add(AdmissionGate.builder(name, 1).queueLimit(0).build());
		gate.acquireAnyway();
		return gate;
	}

	private AdmissionGate add(AdmissionGate gate) {
		this.context.getBean(AdmissionGates.class).add(gate);
		return gate;
	}

	/**
	 * Ask to be let in by a gate that is full.
	 */
	static void beTurnedAway(AdmissionGate gate) {
		try {
			gate.acquire(Duration.ofSeconds(1));
			throw new IllegalStateException("The gate has let somebody in");
		}
		catch (AdmissionRejectedException ex) {
			// As it should
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

	CoroutineRuntime runtime() {
		return this.context.getBean(CoroutineRuntime.class);
	}

	private static void await(CountDownLatch latch) {
		try {
			latch.await();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	@Override
	public void close() {
		this.context.close();
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Application {

		@Bean
		AdmissionGates gates() {
			return AdmissionGates.create();
		}

	}

}
