package io.coroutine.sample.order;

import java.time.Instant;
import java.util.List;

import io.coroutine.sample.product.InventoryClient;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.jdbc.test.autoconfigure.JdbcTest;
import org.springframework.context.annotation.Import;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.test.context.bean.override.mockito.MockitoBean;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * What {@link OrderService} and {@link OrderRepository} do on any database.
 */
@JdbcTest
@Import({ OrderRepository.class, OrderService.class })
@Transactional(propagation = Propagation.NOT_SUPPORTED)
abstract class AbstractOrderStoreTests {

	@Autowired
	private OrderService orders;

	@Autowired
	private OrderRepository repository;

	@Autowired
	private JdbcTemplate jdbc;

	@MockitoBean
	private InventoryClient inventory;

	@Test
	void whenNothingWasPlacedThenHasTheSampleOrders() {
		assertThat(this.repository.findById(1)).hasValueSatisfying((order) -> {
			assertThat(order.customer()).isEqualTo("Ada");
			assertThat(order.sku()).isEqualTo("tea-assam");
			assertThat(order.quantity()).isEqualTo(2);
			assertThat(order.placedAt()).isBetween(Instant.now().minusSeconds(600), Instant.now().plusSeconds(1));
		});
	}

	@Test
	void whenPlacedThenCanBeFoundAgain() {
		Order placed = this.orders.place(new NewOrder("Grace", "tea-ceylon", 3));
		assertThat(this.orders.find(placed.id())).isEqualTo(placed);
		assertThat(events(placed.id())).containsExactly("PLACED");
	}

	@Test
	void whenEventCannotBeWrittenThenOrderIsRolledBack() {
		long before = count();
		this.jdbc.execute("alter table order_events rename to order_events_gone");
		try {
			assertThatExceptionOfType(RuntimeException.class)
				.isThrownBy(() -> this.orders.place(new NewOrder("Grace", "tea-ceylon", 3)));
		}
		finally {
			this.jdbc.execute("alter table order_events_gone rename to order_events");
		}
		assertThat(count()).isEqualTo(before);
	}

	@Test
	void whenListedThenGivesTheNewestFirst() {
		Order first = this.orders.place(new NewOrder("Ada", "tea-assam", 1));
		Order second = this.orders.place(new NewOrder("Ada", "tea-assam", 2));
		assertThat(this.orders.findLatest(2)).isEqualTo(List.of(second, first));
	}

	@Test
	void whenThereIsNoSuchOrderThenThrows() {
		assertThatExceptionOfType(OrderNotFoundException.class).isThrownBy(() -> this.orders.find(123456))
			.withMessage("No order 123456");
	}

	private List<String> events(long orderId) {
		return this.jdbc.queryForList("select event from order_events where order_id = ?", String.class, orderId);
	}

	private long count() {
		return this.jdbc.queryForObject("select count(*) from orders", Long.class);
	}

}
