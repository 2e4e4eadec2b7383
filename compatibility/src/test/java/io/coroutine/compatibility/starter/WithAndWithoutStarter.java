package io.coroutine.compatibility.starter;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * The small application without the starter, and with it in several modes. It is started
 * once for all tests that use it.
 */
final class WithAndWithoutStarter implements BeforeAllCallback {

	private Applications applications;

	@Override
	public void beforeAll(ExtensionContext context) {
		this.applications = context.getRoot()
			.getStore(ExtensionContext.Namespace.GLOBAL)
			.computeIfAbsent(Applications.class, (_) -> Applications.start(), Applications.class);
	}

	int port(Variant variant) {
		return this.applications.ports.get(variant);
	}

	/**
	 * Whether the starter is there, and how it is set.
	 */
	enum Variant {

		WITHOUT(""),

		OFF("coroutine.enabled=false"),

		EVENT_LOOP("coroutine.engine=event-loop"),

		PORTABLE("coroutine.engine=portable");

		private final String properties;

		Variant(String properties) {
			this.properties = properties;
		}

	}

	private record Applications(SeparateProcess without, SeparateProcess with,
			Map<Variant, Integer> ports) implements AutoCloseable {

		static Applications start() {
			try {
				SeparateProcess without = SeparateProcess.start("class-path-without-starter",
						Variant.WITHOUT.properties);
				SeparateProcess with = SeparateProcess.start("class-path-with-starter", Variant.OFF.properties,
						Variant.EVENT_LOOP.properties, Variant.PORTABLE.properties);
				Applications applications = new Applications(without, with, new EnumMap<>(Variant.class));
				applications.await();
				return applications;
			}
			catch (IOException ex) {
				throw new UncheckedIOException(ex);
			}
		}

		private void await() throws IOException {
			try {
				this.ports.put(Variant.WITHOUT, this.without.ports().getFirst());
				List<Integer> others = this.with.ports();
				this.ports.put(Variant.OFF, others.get(0));
				this.ports.put(Variant.EVENT_LOOP, others.get(1));
				this.ports.put(Variant.PORTABLE, others.get(2));
			}
			catch (IOException ex) {
				close();
				throw ex;
			}
		}

		@Override
		public void close() throws IOException {
			try (this.without; this.with) {
				// Both, whatever becomes of the other
			}
		}

	}

}
