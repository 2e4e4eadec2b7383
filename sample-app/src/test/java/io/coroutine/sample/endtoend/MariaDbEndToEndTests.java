package io.coroutine.sample.endtoend;

import io.coroutine.sample.database.DatabaseServer;
import io.coroutine.sample.database.MariaDbServer;

/**
 * The whole way with MariaDB.
 */
class MariaDbEndToEndTests extends AbstractEndToEndTests {

	@Override
	DatabaseServer startDatabase() throws Exception {
		return new MariaDbServer();
	}

}
