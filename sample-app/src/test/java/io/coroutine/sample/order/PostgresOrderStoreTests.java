package io.coroutine.sample.order;

import java.io.IOException;

import io.coroutine.sample.database.PostgresServer;
import org.junit.jupiter.api.AfterAll;

import org.springframework.boot.jdbc.test.autoconfigure.AutoConfigureTestDatabase;
import org.springframework.boot.jdbc.test.autoconfigure.AutoConfigureTestDatabase.Replace;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.context.ActiveProfiles;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

/**
 * Orders in PostgreSQL.
 */
@ActiveProfiles("postgres")
@AutoConfigureTestDatabase(replace = Replace.NONE)
@DirtiesContext
class PostgresOrderStoreTests extends AbstractOrderStoreTests {

	private static PostgresServer postgres;

	@DynamicPropertySource
	static void startPostgres(DynamicPropertyRegistry properties) throws IOException {
		postgres = new PostgresServer();
		properties.add("spring.datasource.url", postgres::url);
		properties.add("spring.datasource.username", postgres::username);
	}

	@AfterAll
	static void stopPostgres() throws IOException {
		postgres.close();
	}

}
