package io.coroutine.classpath;

import java.util.List;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Applications without HikariCP.
 */
class ConnectionPoolTests {

	private static final String HINT = "Requests wait for a connection of the data source 'dataSource' inside of its pool";

	@Test
	void whenThePoolIsTomcatsThenItIsUsedInCoroutines() throws Exception {
		assertServes("tomcat-pool", "org.apache.tomcat.jdbc.pool.DataSource", true);
	}

	@Test
	void whenThePoolIsDbcp2ThenItIsUsedInCoroutines() throws Exception {
		assertServes("dbcp2", "org.apache.commons.dbcp2.BasicDataSource", true);
	}

	@Test
	void whenThePoolIsUcpThenItIsUsedInCoroutines() throws Exception {
		assertServes("ucp", "oracle.ucp.jdbc.PoolDataSourceImpl", true);
	}

	@Test
	void whenThereIsNoPoolThenConnectionsAreOpenedInCoroutines() throws Exception {
		assertServes("without-pool", "org.springframework.jdbc.datasource.embedded.", false);
	}

	private static void assertServes(String module, String dataSource, boolean hint) throws Exception {
		try (Launched application = Launched.jar(module, List.of())) {
			application.assertRunsInCoroutines();
			assertThat(application.get("/connection")).startsWith("42 of " + dataSource).contains("coroutine=true");
			assertThat(application.output().contains(HINT)).isEqualTo(hint);
			application.assertEndsQuietly();
		}
	}

}
