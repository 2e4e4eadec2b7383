package io.coroutine.sample.inventory;

import java.util.Map;

import org.jspecify.annotations.Nullable;

import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ResponseStatusException;

/**
 * Tells what is in stock. Stands for a service of another team.
 */
@RestController
@RequestMapping("/inventory")
public class InventoryController {

	private static final Map<String, Integer> PIECES = Map.of("tea-assam", 42, "tea-ceylon", 7, "tea-darjeeling", 0);

	private static final int DAYS_FROM_STOCK = 2;

	private static final int DAYS_TO_REORDER = 14;

	@GetMapping("/{sku}")
	StockLevel stockLevel(@PathVariable String sku) {
		return new StockLevel(sku, pieces(sku));
	}

	@GetMapping("/{sku}/lead-time")
	LeadTime leadTime(@PathVariable String sku) {
		return new LeadTime(sku, (pieces(sku) > 0) ? DAYS_FROM_STOCK : DAYS_TO_REORDER);
	}

	private int pieces(String sku) {
		@Nullable Integer pieces = PIECES.get(sku);
		if (pieces == null) {
			throw new ResponseStatusException(HttpStatus.NOT_FOUND, "No product '%s' in the inventory".formatted(sku));
		}
		return pieces;
	}

}
