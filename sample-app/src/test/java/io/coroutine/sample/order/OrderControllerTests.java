package io.coroutine.sample.order;

import java.time.Instant;
import java.util.List;

import io.coroutine.sample.product.Availability;
import io.coroutine.sample.product.InventoryUnavailableException;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.webmvc.test.autoconfigure.WebMvcTest;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.test.context.bean.override.mockito.MockitoBean;
import org.springframework.test.web.servlet.assertj.MockMvcTester;
import org.springframework.test.web.servlet.assertj.MvcTestResult;
import org.springframework.transaction.CannotCreateTransactionException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.BDDMockito.given;
import static org.mockito.BDDMockito.then;

/**
 * Tests for {@link OrderController}.
 */
@WebMvcTest(OrderController.class)
class OrderControllerTests {

	private static final Order ORDER = new Order(7, "Ada", "tea-assam", 2, Instant.parse("2026-01-02T03:04:05Z"));

	private static final String ORDER_JSON = """
			{
				"id": 7, "customer": "Ada", "sku": "tea-assam", "quantity": 2, "placedAt": "2026-01-02T03:04:05Z"
			}
			""";

	@Autowired
	private MockMvcTester mvc;

	@MockitoBean
	private OrderService orders;

	@Test
	void whenListedThenGivesTheLatestTwenty() {
		given(this.orders.findLatest(20)).willReturn(List.of(ORDER));
		assertThat(this.mvc.get().uri("/orders")).hasStatusOk().bodyJson().isStrictlyEqualTo("[" + ORDER_JSON + "]");
	}

	@Test
	void whenListedWithLimitOutOfRangeThenBadRequest() {
		assertThat(this.mvc.get().uri("/orders?limit=0")).hasStatus(HttpStatus.BAD_REQUEST);
		assertThat(this.mvc.get().uri("/orders?limit=101")).hasStatus(HttpStatus.BAD_REQUEST);
		then(this.orders).shouldHaveNoInteractions();
	}

	@Test
	void whenOrderExistsThenGivesIt() {
		given(this.orders.find(7)).willReturn(ORDER);
		assertThat(this.mvc.get().uri("/orders/7")).hasStatusOk().bodyJson().isStrictlyEqualTo(ORDER_JSON);
	}

	@Test
	void whenOrderDoesNotExistThenNotFound() {
		given(this.orders.find(8)).willThrow(new OrderNotFoundException(8));
		assertThat(this.mvc.get().uri("/orders/8")).hasStatus(HttpStatus.NOT_FOUND)
			.hasContentType(MediaType.APPLICATION_PROBLEM_JSON)
			.bodyJson()
			.extractingPath("$.detail")
			.isEqualTo("No order 8");
	}

	@Test
	void whenOrderNumberIsNoNumberThenBadRequest() {
		assertThat(this.mvc.get().uri("/orders/first")).hasStatus(HttpStatus.BAD_REQUEST)
			.hasContentType(MediaType.APPLICATION_PROBLEM_JSON);
	}

	@Test
	void whenDatabaseIsUnavailableThenServiceUnavailable() {
		given(this.orders.find(7)).willThrow(new DataAccessResourceFailureException("Connection reset"));
		assertThat(this.mvc.get().uri("/orders/7")).hasStatus(HttpStatus.SERVICE_UNAVAILABLE)
			.bodyJson()
			.extractingPath("$.detail")
			.isEqualTo("Database is unavailable");
	}

	@Test
	void whenPlacedThenCreatedWithLocation() {
		given(this.orders.place(new NewOrder("Ada", "tea-assam", 2))).willReturn(ORDER);
		assertThat(post("""
				{ "customer": "Ada", "sku": "tea-assam", "quantity": 2 }
				""")).hasStatus(HttpStatus.CREATED)
			.hasHeader("Location", "http://localhost/orders/7")
			.bodyJson()
			.isStrictlyEqualTo(ORDER_JSON);
	}

	@Test
	void whenPlacedWithInvalidFieldsThenBadRequestNamesThem() {
		assertThat(post("""
				{ "customer": " ", "sku": "Tea!", "quantity": 0 }
				""")).hasStatus(HttpStatus.BAD_REQUEST)
			.hasContentType(MediaType.APPLICATION_PROBLEM_JSON)
			.bodyJson()
			.extractingPath("$.errors")
			.asMap()
			.containsOnlyKeys("customer", "sku", "quantity");
		then(this.orders).shouldHaveNoInteractions();
	}

	@Test
	void whenPlacedWithBrokenJsonThenBadRequest() {
		assertThat(post("{ \"customer\": ")).hasStatus(HttpStatus.BAD_REQUEST);
		then(this.orders).shouldHaveNoInteractions();
	}

	@Test
	void whenPlacedWithoutTransactionThenServiceUnavailable() {
		given(this.orders.place(any())).willThrow(new CannotCreateTransactionException("No connection"));
		assertThat(post("""
				{ "customer": "Ada", "sku": "tea-assam", "quantity": 2 }
				""")).hasStatus(HttpStatus.SERVICE_UNAVAILABLE);
	}

	@Test
	void whenAskedForAvailabilityThenGivesIt() {
		given(this.orders.availability(7)).willReturn(new Availability("tea-assam", 42));
		assertThat(this.mvc.get().uri("/orders/7/availability")).hasStatusOk().bodyJson().isStrictlyEqualTo("""
				{ "sku": "tea-assam", "available": 42 }
				""");
	}

	@Test
	void whenInventoryIsUnavailableThenBadGateway() {
		given(this.orders.availability(7)).willThrow(new InventoryUnavailableException("Refused", null));
		assertThat(this.mvc.get().uri("/orders/7/availability")).hasStatus(HttpStatus.BAD_GATEWAY)
			.hasContentType(MediaType.APPLICATION_PROBLEM_JSON);
	}

	private MvcTestResult post(String body) {
		return this.mvc.post().uri("/orders").contentType(MediaType.APPLICATION_JSON).content(body).exchange();
	}

}
