package io.coroutine.sample.product;

import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/**
 * Endpoints for products.
 */
@RestController
@RequestMapping("/products/{sku}")
public class ProductController {

	private final InventoryClient inventory;

	ProductController(InventoryClient inventory) {
		this.inventory = inventory;
	}

	@GetMapping("/availability")
	Availability availability(@PathVariable String sku) {
		return this.inventory.availability(sku);
	}

	@GetMapping("/lead-time")
	LeadTime leadTime(@PathVariable String sku) {
		return this.inventory.leadTime(sku);
	}

}
