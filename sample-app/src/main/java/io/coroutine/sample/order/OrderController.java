package io.coroutine.sample.order;

import java.util.List;

import io.coroutine.sample.product.Availability;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Positive;

import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.servlet.support.ServletUriComponentsBuilder;

/**
 * Endpoints for orders.
 */
@RestController
@RequestMapping("/orders")
public class OrderController {

	private final OrderService orders;

	OrderController(OrderService orders) {
		this.orders = orders;
	}

	@GetMapping
	List<Order> list(@RequestParam(defaultValue = "20") @Positive @Max(100) int limit) {
		return this.orders.findLatest(limit);
	}

	@GetMapping("/{id}")
	Order get(@PathVariable long id) {
		return this.orders.find(id);
	}

	@GetMapping("/{id}/availability")
	Availability availability(@PathVariable long id) {
		return this.orders.availability(id);
	}

	@PostMapping
	ResponseEntity<Order> place(@RequestBody @Valid NewOrder newOrder) {
		Order order = this.orders.place(newOrder);
		return ResponseEntity.created(ServletUriComponentsBuilder.fromCurrentRequest().path("/{id}").build(order.id()))
			.body(order);
	}

}
