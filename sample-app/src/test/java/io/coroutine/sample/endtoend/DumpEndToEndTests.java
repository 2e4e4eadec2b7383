package io.coroutine.sample.endtoend;

import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;

import io.coroutine.Coroutine;
import io.coroutine.internal.wait.WorkReason;
import io.coroutine.snapshot.CoroutineState;
import io.coroutine.snapshot.WorkingFor;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Dumps of a service on our connector.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DumpEndToEndTests {

	private static final int MANY = 100_000;

	private Service service;

	private Client client;

	@BeforeAll
	void start() {
		this.service = Service.startInventory();
		this.client = new Client(this.service);
	}

	@AfterAll
	void stop() {
		this.client.close();
		this.service.close();
	}

	/**
	 * A request that is answered lives for a moment more.
	 */
	@AfterEach
	void awaitNoCoroutine() throws Exception {
		Await.until(() -> this.service.runtime().snapshot().live() == 0);
	}

	private String get(String path) throws Exception {
		HttpResponse<String> response = this.client.get(path).get(180, TimeUnit.SECONDS);
		assertThat(response.statusCode()).isEqualTo(200);
		return response.body();
	}

	@Test
	void whenRequestAsksForItselfThenItsLineIsShownWithoutQuery() throws Exception {
		assertThat(get("/actuator/coroutines/dump?path=/actuator&limit=7"))
			.contains("\"shown\":1", "\"request\":\"GET /actuator/coroutines/dump\"", "CoroutineDumps.dump")
			.doesNotContain("limit=7");
	}

	@Test
	void whenVeryManyLiveThenTheyAreDumpedWhileRequestsAreAnswered() throws Exception {
		Witness witness = new Witness();
		List<Coroutine> parked = new ArrayList<>();
		for (int i = 0; i < MANY; i++) {
			parked.add(this.service.runtime()
				.coroutine()
				.inherit(false)
				.start((i == MANY / 2) ? witness : DumpEndToEndTests::parkUntilCancelled));
		}
		try {
			Await.until(() -> waiting() == MANY);
			witness.answer.set("");
			String dump = get("/actuator/coroutines/dump?state=waiting&path=/witness");
			assertThat(dump).contains("\"shown\":1,", "GET /witness");
			assertThat(witness.answer).hasValue("Hello, world");
			assertThat(get("/actuator/coroutines/dump")).contains("\"count\":" + (MANY - 1), "parkUntilCancelled");
		}
		finally {
			parked.forEach(Coroutine::cancel);
			for (Coroutine coroutine : parked) {
				coroutine.join();
			}
		}
	}

	private long waiting() {
		return this.service.runtime().coroutines().filter((info) -> info.state() == CoroutineState.WAITING).count();
	}

	private static void parkUntilCancelled() {
		while (!Thread.currentThread().isInterrupted()) {
			LockSupport.park();
		}
	}

	/**
	 * Sends a request while a dump is looking at it, and has the dump wait for the
	 * answer.
	 */
	private final class Witness implements Runnable, WorkReason {

		private final AtomicReference<String> answer = new AtomicReference<>();

		@Override
		public void run() {
			parkUntilCancelled();
		}

		@Override
		public WorkingFor describeWork() {
			try {
				this.answer.set(get("/hello"));
			}
			catch (Exception ex) {
				this.answer.set(ex.toString());
			}
			return new WorkingFor("GET", "/witness", null);
		}

	}

}
