package io.coroutine.compatibility.transaction;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

import io.coroutine.compatibility.Answer;
import io.coroutine.compatibility.Client;
import io.coroutine.compatibility.Mode;
import io.coroutine.compatibility.Service;
import io.coroutine.compatibility.SideBySide;
import io.coroutine.compatibility.Technology;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Transactions, and the persistence context that is open for the whole of a request.
 */
class TransactionTests {

	@RegisterExtension
	static final SideBySide services = SideBySide.of(BankApplication.class, Technology.JPA)
		.with("spring.jpa.open-in-view=true");

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			none      | 200 | ["none","none-note"]
			checked   | 409 | ["checked","checked-note"]
			unchecked | 409 | ["unchecked-note"]
			""")
	void whenMethodFailsThenItsTransactionIsRolledBackAndTheInnerOneIsNot(String failure, int code, String left)
			throws Exception {
		List<Answer> answers = services.same((client) -> List
			.of(client.postForm("/accounts/" + failure, "failure", failure), client.get("/owners/" + failure)));
		assertThat(answers.get(0).code()).isEqualTo(code);
		assertThat(answers.get(1).text()).isEqualTo(left);
	}

	@Test
	void whenTemplateIsToldToRollBackThenItDoes() throws Exception {
		List<Answer> answers = services
			.same((client) -> List.of(client.postForm("/templates/kept", "rollback", "false"),
					client.postForm("/templates/kept-not", "rollback", "true"), client.get("/owners/kept")));
		assertThat(answers.get(2).text()).isEqualTo("[\"kept\"]");
	}

	@Test
	void whenTransactionIsMandatoryAndThereIsNoneThenItFails() throws Exception {
		assertThat(services.same((client) -> client.get("/count")).code()).isEqualTo(409);
	}

	@Test
	void whenForkedThenTheChildIsNotInTheTransactionOfItsParent() throws Exception {
		services.each((client, service) -> {
			Answer answer = client.postForm("/forks/fork");
			assertThat(answer.text())
				.startsWith((service.mode() == Mode.STOCK) ? "IllegalStateException" : "UnexpectedRollbackException");
			assertThat(client.get("/owners/fork").text())
				.isEqualTo((service.mode() == Mode.STOCK) ? "[]" : "[\"fork-child\"]");
		});
	}

	@Test
	void whenLoadedLazilyThenThePersistenceContextOfTheRequestDoesSo() throws Exception {
		List<Answer> answers = services.same((client) -> {
			client.postForm("/templates/lazy", "rollback", "false");
			client.postForm("/bookings/lazy", "amount", "7");
			client.postForm("/bookings/lazy", "amount", "-3");
			return List.of(client.get("/bookings/lazy"), client.get("/later/lazy"));
		});
		assertThat(answers.get(0).text()).isEqualTo("[7,-3]");
		assertThat(answers.get(1).text()).isEqualTo("[7, -3] true");
	}

	@Test
	void whenManyBookAtOnceThenNothingIsLost() throws Exception {
		services.each((client, service) -> {
			for (int i = 0; i < 8; i++) {
				client.postForm("/templates/busy-" + i, "rollback", "false");
			}
			bookAtOnce(service);
			for (int i = 0; i < 8; i++) {
				assertThat(client.get("/bookings/busy-" + i).text()).isEqualTo("[0,1,2,3,4,5,6,7,8,9]");
			}
		});
	}

	private static void bookAtOnce(Service service) throws Exception {
		try (ExecutorService clients = Executors.newFixedThreadPool(8)) {
			List<Future<?>> ends = new ArrayList<>();
			for (int i = 0; i < 8; i++) {
				String owner = "busy-" + i;
				ends.add(clients.submit(() -> {
					try (Client client = service.client()) {
						for (int amount = 0; amount < 10; amount++) {
							assertThat(client.postForm("/bookings/" + owner, "amount", String.valueOf(amount)).code())
								.isEqualTo(200);
						}
					}
					return null;
				}));
			}
			for (Future<?> end : ends) {
				end.get();
			}
		}
	}

}
