package io.coroutine.compatibility;

import java.util.List;

/**
 * What is on the class path of all applications here, but set up in those only that ask
 * for it: it would change, or slow down, the others.
 */
public enum Technology {

	JPA("boot.hibernate.autoconfigure.HibernateJpaAutoConfiguration",
			"boot.data.jpa.autoconfigure.DataJpaRepositoriesAutoConfiguration"),

	SECURITY("boot.security.autoconfigure.SecurityAutoConfiguration",
			"boot.security.autoconfigure.UserDetailsServiceAutoConfiguration",
			"boot.security.autoconfigure.actuate.web.servlet.ManagementWebSecurityAutoConfiguration",
			"boot.security.autoconfigure.web.servlet.SecurityFilterAutoConfiguration",
			"boot.security.autoconfigure.web.servlet.ServletWebSecurityAutoConfiguration"),

	SESSION("boot.session.autoconfigure.SessionAutoConfiguration",
			"boot.session.jdbc.autoconfigure.JdbcSessionAutoConfiguration"),

	TRACING("boot.micrometer.tracing.autoconfigure.MicrometerTracingAutoConfiguration",
			"boot.micrometer.tracing.brave.autoconfigure.BraveAutoConfiguration",
			"boot.micrometer.tracing.brave.autoconfigure.zipkin.ZipkinWithBraveTracingAutoConfiguration");

	private final List<String> autoConfigurations;

	Technology(String... autoConfigurations) {
		this.autoConfigurations = List.of(autoConfigurations);
	}

	List<String> autoConfigurations() {
		return this.autoConfigurations.stream().map("org.springframework."::concat).toList();
	}

}
