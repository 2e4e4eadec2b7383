package io.coroutine.compatibility.task;

import java.util.ArrayList;
import java.util.List;

import io.coroutine.compatibility.Client;
import io.coroutine.compatibility.Mode;
import io.coroutine.compatibility.Service;
import io.coroutine.compatibility.SideBySide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What tasks see of the request that has submitted them: by default what they see without
 * coroutines, while the request lasts and later.
 */
class TaskContextTests {

	private static final List<String> EXECUTORS = List.of("async", "executor", "built", "own", "scheduler", "common",
			"thread", "virtual");

	private static final String NOTHING = "request none, bean ScopeNotActiveException, locale none, mdc null, "
			+ "user none, observation false";

	private static final String ALL = "request tea, bean made, locale fr, mdc anna, user anna, observation true";

	@RegisterExtension
	static final SideBySide pooled = SideBySide.of(TaskContextApplication.class);

	@RegisterExtension
	static final SideBySide virtual = SideBySide.of(TaskContextApplication.class)
		.with("spring.threads.virtual.enabled=true");

	private static List<String> seen(Client client) throws Exception {
		List<String> all = new ArrayList<>();
		for (String executor : EXECUTORS) {
			all.add(executor + ": " + get(client, "/during?executor=" + executor));
		}
		return all;
	}

	private static String get(Client client, String path) throws Exception {
		return client.get(path, "X-Order: tea", "Accept-Language: fr").text();
	}

	/**
	 * Have a task run once its request is over: the next one of the connection begins
	 * after it, and tells the task to go on.
	 */
	private static List<String> seenLater(Client client) throws Exception {
		List<String> all = new ArrayList<>();
		for (String executor : EXECUTORS) {
			assertThat(get(client, "/begin?executor=" + executor)).isEqualTo("begun");
			all.add(executor + ": " + get(client, "/end"));
		}
		return all;
	}

	@Test
	void whenTheRequestLastsThenTasksSeeWhatTheyDoInStockBoot() throws Exception {
		for (SideBySide services : List.of(pooled, virtual)) {
			String here = services.same((client) -> get(client, "/here"));
			assertThat(here).isEqualTo(ALL);
			List<String> during = services.same(TaskContextTests::seen);
			assertThat(during).allSatisfy((seen) -> assertThat(seen).endsWith(": " + NOTHING));
		}
	}

	@Test
	void whenTheRequestIsOverThenTasksSeeWhatTheyDoInStockBoot() throws Exception {
		for (SideBySide services : List.of(pooled, virtual)) {
			List<String> later = services.same(TaskContextTests::seenLater);
			assertThat(later).allSatisfy((seen) -> assertThat(seen).endsWith(": " + NOTHING));
		}
	}

	@Test
	void whenTheRequestIsAsynchronousThenItsWorkSeesWhatItDoesInStockBoot() throws Exception {
		for (SideBySide services : List.of(pooled, virtual)) {
			List<String> seen = services
				.same((client) -> List.of(get(client, "/callable"), get(client, "/web-async-task"),
						get(client, "/deferred"), get(client, "/emitter"), get(client, "/stream")));
			assertThat(seen.getFirst()).startsWith("request tea, bean made, locale fr, mdc null");
			assertThat(seen.get(2)).isEqualTo(NOTHING);
		}
	}

	@Test
	void whenTheRequestIsMadeInheritableThenTasksInheritItAsInStockBoot() throws Exception {
		List<String> seen = virtual.same((client) -> List.of(get(client, "/inheritable?executor=async"),
				get(client, "/inheritable?executor=executor"), get(client, "/inheritable?executor=virtual")));
		assertThat(seen).allSatisfy((each) -> assertThat(each).startsWith("request tea, bean made"));
	}

	@Test
	void whenTaskIsScheduledThenItIsInNoRequest() throws Exception {
		String seen = pooled.same((client) -> get(client, "/scheduled"));
		assertThat(seen).startsWith("request none, bean ScopeNotActiveException, locale none, mdc null, user none");
	}

	@Test
	void whenTasksShallInheritThenTheySeeAllAndAreToldOfTheEnd() throws Exception {
		try (Service service = Service.start(Mode.EVENT_LOOP, TaskContextApplication.class,
				"coroutine.context.inherit.tasks=true"); Client client = service.client()) {
			for (String executor : List.of("async", "executor", "built")) {
				assertThat(get(client, "/during?executor=" + executor)).isEqualTo(ALL);
				assertThat(get(client, "/begin?executor=" + executor)).isEqualTo("begun");
				assertThat(get(client, "/end")).isEqualTo("request IllegalStateException, "
						+ "bean ScopeNotActiveException, locale fr, mdc anna, user anna, observation true");
			}
			assertThat(get(client, "/during?executor=own")).isEqualTo(NOTHING);
		}
	}

}
