package io.coroutine.sample.order;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.support.GeneratedKeyHolder;
import org.springframework.jdbc.support.KeyHolder;
import org.springframework.stereotype.Repository;

/**
 * Orders in the database.
 */
@Repository
class OrderRepository {

	private final JdbcTemplate jdbc;

	OrderRepository(JdbcTemplate jdbc) {
		this.jdbc = jdbc;
	}

	List<Order> findLatest(int limit) {
		return this.jdbc.query("select id, customer, sku, quantity, placed_at from orders order by id desc limit ?",
				this::mapOrder, limit);
	}

	Optional<Order> findById(long id) {
		return this.jdbc
			.query("select id, customer, sku, quantity, placed_at from orders where id = ?", this::mapOrder, id)
			.stream()
			.findFirst();
	}

	long insert(NewOrder order, Instant placedAt) {
		KeyHolder key = new GeneratedKeyHolder();
		this.jdbc.update((connection) -> {
			PreparedStatement statement = connection.prepareStatement(
					"insert into orders (customer, sku, quantity, placed_at) values (?, ?, ?, ?)",
					new String[] { "id" });
			statement.setString(1, order.customer());
			statement.setString(2, order.sku());
			statement.setInt(3, order.quantity());
			statement.setTimestamp(4, Timestamp.from(placedAt));
			return statement;
		}, key);
		return Objects.requireNonNull(key.getKey()).longValue();
	}

	void insertEvent(long orderId, String event, Instant at) {
		this.jdbc.update("insert into order_events (order_id, event, happened_at) values (?, ?, ?)", orderId, event,
				Timestamp.from(at));
	}

	private Order mapOrder(ResultSet row, int rowNumber) throws SQLException {
		return new Order(row.getLong("id"), row.getString("customer"), row.getString("sku"), row.getInt("quantity"),
				row.getTimestamp("placed_at").toInstant());
	}

}
