package io.coroutine;

import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;

import io.coroutine.scope.CoroutineScope;
import io.coroutine.test.Eventually;
import io.coroutine.test.Live;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * What coroutines take over from their creators, on both engines and in both stack modes.
 */
@ParameterizedClass
@CsvSource({ "EVENT_LOOP, SHARED", "EVENT_LOOP, PRIVATE", "PORTABLE, SHARED", "PORTABLE, PRIVATE" })
class ContextInheritanceTests {

	private static final ThreadLocal<@Nullable String> USER = new ThreadLocal<>();

	@Parameter(0)
	private EngineChoice engine;

	@Parameter(1)
	private StackMode stackMode;

	private final List<String> ended = new CopyOnWriteArrayList<>();

	private CoroutineRuntime runtime;

	@BeforeEach
	void start() {
		this.runtime = CoroutineRuntime.builder()
			.engine(this.engine)
			.stackMode(this.stackMode)
			.contextInheritance(this::capture)
			.start();
	}

	@AfterEach
	void close() {
		USER.remove();
		Live.awaitNone(this.runtime);
		this.runtime.close();
	}

	private ContextInheritance.@Nullable Captured capture() {
		String user = USER.get();
		if ("not to be captured".equals(user)) {
			throw new IllegalStateException(user);
		}
		return (user != null) ? () -> install(user) : null;
	}

	private Runnable install(String user) {
		if ("not to be installed".equals(user)) {
			throw new IllegalStateException(user);
		}
		USER.set(user);
		return () -> {
			USER.remove();
			this.ended.add(user);
		};
	}

	@Test
	void whenCreatedThenTheCoroutineHasWhatItsCreatorHadThen() throws Exception {
		USER.set("anna");
		CompletableFuture<@Nullable String> seen = new CompletableFuture<>();
		Coroutine created = this.runtime.coroutine().create(() -> seen.complete(USER.get()));
		USER.set("berta");
		created.start();
		assertThat(Eventually.get(seen)).isEqualTo("anna");
		created.join();
		assertThat(this.ended).containsExactly("anna");
		assertThat(USER.get()).isEqualTo("berta");
	}

	@Test
	void whenTheCreatorHasNothingThenTheCoroutineHasNothing() throws Exception {
		assertThat(Eventually.get(this.runtime.submit(USER::get))).isNull();
		assertThat(this.ended).isEmpty();
	}

	@Test
	void whenForkedOrRunByTheRuntimeThenItIsTakenOverFromTheCoroutine() throws Exception {
		Future<List<@Nullable String>> all = this.runtime.submit(() -> {
			USER.set("carla");
			try (CoroutineScope scope = CoroutineScope.open()) {
				Future<@Nullable String> forked = scope.fork(() -> {
					try (CoroutineScope inner = CoroutineScope.open()) {
						Future<@Nullable String> grandchild = inner.fork(USER::get);
						inner.joinAll();
						return grandchild.resultNow();
					}
				});
				scope.joinAll();
				String supplied = CompletableFuture.supplyAsync(USER::get, this.runtime::start).get();
				return List.of(forked.resultNow(), supplied);
			}
			finally {
				USER.remove();
			}
		});
		assertThat(Eventually.get(all)).containsExactly("carla", "carla");
	}

	@Test
	void whenToldNotToInheritThenNothingIsTaken() throws Exception {
		USER.set("not to be captured");
		assertThat(Eventually.get(this.runtime.coroutine().inherit(false).submit(USER::get))).isNull();
	}

	@Test
	void whenCaptureFailsThenThereIsNoCoroutine() {
		USER.set("not to be captured");
		assertThatIllegalStateException().isThrownBy(() -> this.runtime.start(() -> this.ended.add("has run")))
			.withMessage("not to be captured");
		USER.remove();
		Live.awaitNone(this.runtime);
		assertThat(this.ended).isEmpty();
	}

	@Test
	void whenInstallFailsThenTheTaskDoesNotRunAndNobodyWaitsForIt() throws Exception {
		USER.set("not to be installed");
		Future<Boolean> future = this.runtime.submit(() -> this.ended.add("has run"));
		assertThatExceptionOfType(CancellationException.class).isThrownBy(() -> Eventually.get(future));
		Live.awaitNone(this.runtime);
		assertThat(this.ended).isEmpty();
	}

	@Test
	void whenTheTaskFailsThenItEndsAllTheSame() throws Exception {
		USER.set("dora");
		Future<Void> future = this.runtime.submit(() -> {
			throw new UnsupportedOperationException("wanted");
		});
		assertThatExceptionOfType(ExecutionException.class).isThrownBy(() -> future.get());
		Coroutine failing = this.runtime.start(() -> {
			throw new UnsupportedOperationException("wanted");
		});
		failing.join();
		Live.awaitNone(this.runtime);
		assertThat(this.ended).containsExactly("dora", "dora");
	}

}
