package io.coroutine.sample.endtoend;

import io.coroutine.sample.database.DatabaseServer;
import io.coroutine.sample.database.PostgresServer;

/**
 * The whole way with PostgreSQL.
 */
class PostgresEndToEndTests extends AbstractEndToEndTests {

	@Override
	DatabaseServer startDatabase() throws Exception {
		return new PostgresServer();
	}

}
