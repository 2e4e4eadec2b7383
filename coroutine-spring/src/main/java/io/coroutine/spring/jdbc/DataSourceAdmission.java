package io.coroutine.spring.jdbc;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

import com.zaxxer.hikari.HikariDataSource;
import io.coroutine.admission.AdmissionGate;
import io.coroutine.admission.AdmissionGates;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.beans.factory.config.DestructionAwareBeanPostProcessor;
import org.springframework.core.NativeDetector;
import org.springframework.core.Ordered;
import org.springframework.core.PriorityOrdered;

/**
 * Puts a gate before each data source of HikariCP in the application context, sized to
 * its pool.
 * <p>
 * It comes before all other post-processors, so that what these put around a data source
 * is outside. The data source itself stays what is destroyed with the context.
 */
public final class DataSourceAdmission implements DestructionAwareBeanPostProcessor, PriorityOrdered {

	private static final Logger logger = LoggerFactory.getLogger(DataSourceAdmission.class);

	private final Supplier<Settings> settings;

	private final Supplier<AdmissionGates> gates;

	private final Map<HikariDataSource, PoolAdmission> admissions = new ConcurrentHashMap<>();

	/**
	 * How borrowers are let in.
	 *
	 * @param queueLimit how many may wait for a connection of one data source;
	 * {@code null} for 1,000 for each connection of its pool
	 * @param longestWait how long a borrower waits at most; {@code null} for the
	 * connection timeout of the pool
	 * @param noticesGoneClients whether a request whose client has gone waits no longer
	 */
	public record Settings(@Nullable Integer queueLimit, @Nullable Duration longestWait, boolean noticesGoneClients) {

		private static final int QUEUE_PER_CONNECTION = 1_000;

		/**
		 * Create settings by which clients that go are noticed.
		 */
		public Settings(@Nullable Integer queueLimit, @Nullable Duration longestWait) {
			this(queueLimit, longestWait, true);
		}

		int queueLimit(int poolSize) {
			return (this.queueLimit != null) ? this.queueLimit
					: (int) Math.min((long) poolSize * QUEUE_PER_CONNECTION, Integer.MAX_VALUE);
		}

	}

	private DataSourceAdmission(Supplier<Settings> settings, Supplier<AdmissionGates> gates) {
		this.settings = settings;
		this.gates = gates;
	}

	/**
	 * Create the post-processor.
	 * @param settings how borrowers are let in; asked for when there is a data source
	 * @param gates where the gates are shown; asked for when there is a data source
	 * @return the post-processor
	 */
	public static DataSourceAdmission of(Supplier<Settings> settings, Supplier<AdmissionGates> gates) {
		return new DataSourceAdmission(settings, gates);
	}

	@Override
	public int getOrder() {
		return Ordered.HIGHEST_PRECEDENCE;
	}

	@Override
	public Object postProcessAfterInitialization(Object bean, String beanName) {
		// In a native image no class can be generated
		if (!(bean instanceof HikariDataSource dataSource) || bean instanceof GatedDataSource
				|| NativeDetector.inNativeImage()) {
			return bean;
		}
		if (bean.getClass() != HikariDataSource.class) {
			logger.debug("No gate before the data source '{}', as it is a {}", beanName, bean.getClass().getName());
			return bean;
		}
		Settings chosen = this.settings.get();
		int size = PoolAdmission.size(dataSource);
		AdmissionGate gate = AdmissionGate.builder(beanName, size).queueLimit(chosen.queueLimit(size)).build();
		PoolAdmission admission = new PoolAdmission(dataSource, gate, chosen.longestWait(),
				chosen.noticesGoneClients());
		this.admissions.put(dataSource, admission);
		this.gates.get().add(gate);
		return GatedDataSource.of(dataSource, admission);
	}

	@Override
	public boolean requiresDestruction(Object bean) {
		return bean instanceof HikariDataSource;
	}

	@Override
	public void postProcessBeforeDestruction(Object bean, String beanName) {
		PoolAdmission admission = (bean instanceof HikariDataSource dataSource) ? this.admissions.remove(dataSource)
				: null;
		if (admission != null) {
			admission.close();
		}
	}

}
