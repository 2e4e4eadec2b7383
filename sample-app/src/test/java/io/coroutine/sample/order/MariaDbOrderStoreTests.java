package io.coroutine.sample.order;

import java.sql.SQLException;

import ch.vorburger.exec.ManagedProcessException;
import io.coroutine.sample.database.MariaDbServer;
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

	private static MariaDbServer mariadb;

	@DynamicPropertySource
	static void startMariaDb(DynamicPropertyRegistry properties) throws ManagedProcessException, SQLException {
		mariadb = new MariaDbServer();
		properties.add("spring.datasource.url", mariadb::url);
	}

	@AfterAll
	static void stopMariaDb() throws ManagedProcessException {
		mariadb.close();
	}

}
