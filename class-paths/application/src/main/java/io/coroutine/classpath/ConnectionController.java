package io.coroutine.classpath;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

import javax.sql.DataSource;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/**
 * Makes a query, where there is a database.
 */
@RestController
class ConnectionController {

	private final ObjectProvider<DataSource> dataSource;

	ConnectionController(ObjectProvider<DataSource> dataSource) {
		this.dataSource = dataSource;
	}

	@GetMapping("/connection")
	String connection() throws SQLException {
		DataSource dataSource = this.dataSource.getIfAvailable();
		if (dataSource == null) {
			return "none";
		}
		try (Connection connection = dataSource.getConnection();
				Statement statement = connection.createStatement();
				ResultSet result = statement.executeQuery("SELECT 42")) {
			result.next();
			return result.getInt(1) + " of " + dataSource.getClass().getName() + " " + WhereController.here();
		}
	}

}
