package io.coroutine.sample.endtoend;

import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Clients that run a query by a {@link Service} again and again, until the crowd is
 * closed. Each asks for its answer by a deadline, and must get one soon after that, be it
 * that the service cannot serve it now.
 */
final class Crowd implements AutoCloseable {

	private static final long DEADLINE_MILLIS = 20_000;

	/**
	 * For the answer to come when the deadline has passed: generous, for busy machines.
	 */
	private static final long PATIENCE_SECONDS = 60;

	private final Client client;

	private final String sql;

	private final List<CompletableFuture<Void>> ends = new ArrayList<>();

	private final ConcurrentHashMap<Integer, AtomicInteger> answers = new ConcurrentHashMap<>();

	/** How many of the last answers, in a row, were what was asked for. */
	private final AtomicInteger servedInARow = new AtomicInteger();

	private volatile boolean over;

	Crowd(Service service, String sql) {
		this.client = new Client(service);
		this.sql = sql;
	}

	void start(int clients) {
		for (int i = 0; i < clients; i++) {
			this.ends.add(ask());
		}
	}

	private CompletableFuture<Void> ask() {
		return this.client.queryWithin(DEADLINE_MILLIS, this.sql)
			.orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS)
			.thenComposeAsync((answer) -> {
				note(answer);
				return (this.over) ? CompletableFuture.completedFuture(null) : ask();
			});
	}

	private void note(HttpResponse<String> answer) {
		int status = answer.statusCode();
		this.answers.computeIfAbsent(status, (key) -> new AtomicInteger()).incrementAndGet();
		if (status == 200) {
			this.servedInARow.incrementAndGet();
		}
		else {
			this.servedInARow.set(0);
		}
	}

	/**
	 * Wait until so many more have been served, one after the other, and none was not.
	 */
	void awaitServed(int count) throws Exception {
		this.servedInARow.set(0);
		Await.until(() -> this.servedInARow.get() >= count);
	}

	/**
	 * Wait until so many have been told that they cannot be served now.
	 */
	void awaitTurnedAway(int count) throws Exception {
		Await.until(() -> this.answers.getOrDefault(503, new AtomicInteger()).get() >= count);
	}

	/**
	 * Have all clients wait for their last answer, and see that each was the right one.
	 */
	@Override
	public void close() throws Exception {
		this.over = true;
		try (this.client) {
			for (CompletableFuture<Void> end : this.ends) {
				end.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
			}
		}
		assertThat(this.answers.keySet()).isSubsetOf(200, 503);
	}

}
