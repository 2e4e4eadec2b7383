package io.coroutine.compatibility;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;

import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The same application once in each mode. What a test does to one it does to all; their
 * answers must be the same, and all requests must have run in coroutines, or none where
 * Boot is left alone.
 */
public final class SideBySide implements BeforeAllCallback, AfterAllCallback {

	private final Class<?> application;

	private final Set<Technology> technologies;

	private final List<String> properties;

	private final List<Service> services = new ArrayList<>();

	private SideBySide(Class<?> application, Set<Technology> technologies, List<String> properties) {
		this.application = application;
		this.technologies = technologies;
		this.properties = properties;
	}

	public static SideBySide of(Class<?> application, Technology... technologies) {
		return new SideBySide(application, Set.of(technologies), List.of());
	}

	/**
	 * Set properties of the application, each as {@code name=value}.
	 */
	public SideBySide with(String... more) {
		return new SideBySide(this.application, this.technologies, List.of(more));
	}

	@Override
	public void beforeAll(ExtensionContext context) {
		for (Mode mode : Mode.values()) {
			Service service = Service.start(mode, this.application, this.technologies, this.properties);
			service.witness().expect(mode.engine());
			this.services.add(service);
		}
	}

	@Override
	public void afterAll(ExtensionContext context) {
		this.services.forEach(Service::close);
		this.services.clear();
	}

	/**
	 * Have a conversation with each service and compare what comes out of it.
	 * @return what all have answered
	 */
	public <T> T same(Conversation<T> conversation) throws Exception {
		T expected = null;
		for (Service service : this.services) {
			T actual = talk(service, (client, _) -> conversation.with(client));
			if (service.mode() == Mode.STOCK) {
				expected = actual;
			}
			assertThat(actual).as("mode " + service.mode()).isEqualTo(expected);
		}
		return Objects.requireNonNull(expected);
	}

	/**
	 * Have a conversation with each service and let it be judged by itself.
	 */
	public void each(Trial trial) throws Exception {
		for (Service service : this.services) {
			talk(service, (client, served) -> {
				trial.run(client, served);
				return true;
			});
		}
	}

	private static <T> T talk(Service service, Talk<T> talk) throws Exception {
		Witness witness = service.witness();
		int requests = witness.requests();
		int inCoroutine = witness.inCoroutine();
		T result;
		try (Client client = service.client()) {
			result = talk.run(client, service);
		}
		catch (AssertionError | Exception ex) {
			throw new AssertionError("In mode " + service.mode() + ": " + ex.getMessage(), ex);
		}
		service.awaitNoCoroutine();
		int expected = (service.mode().engine() != null) ? witness.requests() - requests : 0;
		assertThat(witness.requests()).isGreaterThan(requests);
		assertThat(witness.inCoroutine() - inCoroutine).as("in coroutines, mode " + service.mode()).isEqualTo(expected);
		assertThat(witness.onOtherEngine()).isZero();
		return result;
	}

	/**
	 * Some requests.
	 *
	 * @param <T> the type of what comes out
	 */
	public interface Conversation<T> {

		T with(Client client) throws Exception;

	}

	/**
	 * Some requests, and a look inside.
	 */
	public interface Trial {

		void run(Client client, Service service) throws Exception;

	}

	private interface Talk<T> {

		T run(Client client, Service service) throws Exception;

	}

}
