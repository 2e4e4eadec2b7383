package io.coroutine.compatibility.isolation;

import java.util.List;
import java.util.Set;

import io.coroutine.CoroutineRuntime;
import io.coroutine.StackMode;
import io.coroutine.compatibility.Mode;
import io.coroutine.compatibility.Service;
import io.coroutine.compatibility.Technology;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * No value of one request is ever seen in another: the requests of many users come over
 * few connections, are pipelined, share two event loops, and are interrupted, moved and
 * handed over all the time.
 */
class IsolationTests {

	private static final int ALL = 100_000;

	private static final int BROKEN = 500;

	/** All of them with the profile {@code stress}. */
	private static final int FEWER = Integer.getInteger("isolation.requests", 5_000);

	/**
	 * What opens once and for ever is open before anything is counted.
	 */
	@BeforeAll
	static void warmUp() throws Exception {
		for (Mode mode : List.of(Mode.EVENT_LOOP, Mode.PORTABLE)) {
			try (Service service = start(mode, StackMode.SHARED)) {
				new Crowd(PipelinedHttp::new, "/work", 100).send(service.port());
			}
		}
	}

	@Test
	void whenRequestsOfManyUsersShareTheLoopsThenNoneSeesAnothersValue() throws Exception {
		prove(Mode.EVENT_LOOP, StackMode.SHARED, ALL);
	}

	@ParameterizedTest
	@CsvSource({ "EVENT_LOOP, PRIVATE", "PORTABLE, SHARED", "PORTABLE, PRIVATE" })
	void whenRequestsRunOtherwiseThenNoneSeesAnothersValue(Mode mode, StackMode stacks) throws Exception {
		prove(mode, stacks, FEWER);
	}

	private static void prove(Mode mode, StackMode stacks, int requests) throws Exception {
		Remains remains = new Remains();
		try (Service service = start(mode, stacks)) {
			new Crowd(PipelinedHttp::new, "/work", requests).send(service.port());
			service.awaitNoCoroutine();
			Findings findings = service.bean(IsolationController.class).findings();
			assertThat(findings.first()).isEmpty();
			assertThat(findings.checks()).isGreaterThan(requests * 20L);
			CoroutineRuntime runtime = service.bean(CoroutineRuntime.class);
			assertThat(runtime.engine()).isEqualTo(mode.engine());
			assertThat(runtime.snapshot().modes().get(stacks).counts().started()).isGreaterThanOrEqualTo(requests);
			assertThat(service.witness().inCoroutine()).isEqualTo(requests);
			if (mode == Mode.EVENT_LOOP && stacks == StackMode.SHARED) {
				assertThat(runtime.snapshot().handOvers()).isPositive();
			}
		}
		remains.awaitNoneLeft();
	}

	@ParameterizedTest
	@EnumSource
	void whenPlaceIsBrokenThenItIsFound(BrokenPlaces broken) throws Exception {
		try (Service service = start(Mode.EVENT_LOOP, StackMode.SHARED)) {
			new Crowd(PipelinedHttp::new, "/work?broken=" + broken, BROKEN).send(service.port());
			assertThat(service.bean(IsolationController.class).findings().first()).isNotEmpty()
				.allSatisfy((finding) -> assertThat(finding).contains(broken.place().name() + ": expected"));
		}
	}

	private static Service start(Mode mode, StackMode stacks) {
		Service service = Service.start(mode, IsolationApplication.class,
				Set.of(Technology.SECURITY, Technology.TRACING),
				List.of("coroutine.context.inherit.tasks=true", "coroutine.loops.count=2",
						"coroutine.stall.threshold=1ms", "coroutine.stack.mode=" + stacks,
						"server.tomcat.max-keep-alive-requests=-1", "management.tracing.sampling.probability=1.0"));
		return service;
	}

}
