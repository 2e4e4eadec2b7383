package io.coroutine.sample.order;

import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;

import io.coroutine.sample.product.Availability;
import io.coroutine.sample.product.InventoryClient;

import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/**
 * Finds and places orders.
 */
@Service
public class OrderService {

	private final OrderRepository repository;

	private final InventoryClient inventory;

	private final Clock clock = Clock.systemUTC();

	OrderService(OrderRepository repository, InventoryClient inventory) {
		this.repository = repository;
		this.inventory = inventory;
	}

	/**
	 * Find the orders placed last.
	 * @param limit how many at most
	 * @return the orders, the newest first
	 */
	public List<Order> findLatest(int limit) {
		return this.repository.findLatest(limit);
	}

	/**
	 * Find an order.
	 * @param id its number
	 * @return the order
	 * @throws OrderNotFoundException if there is no such order
	 */
	public Order find(long id) {
		return this.repository.findById(id).orElseThrow(() -> new OrderNotFoundException(id));
	}

	/**
	 * Find out whether the product of an order is in stock.
	 * @param id the number of the order
	 * @return the answer of the inventory service
	 * @throws OrderNotFoundException if there is no such order
	 */
	public Availability availability(long id) {
		return this.inventory.availability(find(id).sku());
	}

	/**
	 * Place an order.
	 * @param newOrder what to order
	 * @return the order placed
	 */
	@Transactional
	public Order place(NewOrder newOrder) {
		// No database of ours keeps more than microseconds
		Instant now = this.clock.instant().truncatedTo(ChronoUnit.MICROS);
		long id = this.repository.insert(newOrder, now);
		this.repository.insertEvent(id, "PLACED", now);
		return new Order(id, newOrder.customer(), newOrder.sku(), newOrder.quantity(), now);
	}

}
