package io.coroutine.sample.order;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Positive;
import jakarta.validation.constraints.Size;

/**
 * An order that someone wants to place.
 *
 * @param customer who places it
 * @param sku the product
 * @param quantity the number of pieces
 */
public record NewOrder(@NotBlank @Size(max = 100) String customer,
		@NotNull @Size(max = 50) @Pattern(regexp = "[a-z0-9-]+") String sku, @Positive @Max(1000) int quantity) {

}
