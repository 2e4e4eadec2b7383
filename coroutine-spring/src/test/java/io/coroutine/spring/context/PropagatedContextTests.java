package io.coroutine.spring.context;

import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CancellationException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

import io.coroutine.Coroutine;
import io.coroutine.CoroutineRuntime;
import io.coroutine.local.CoroutineLocal;
import io.micrometer.context.ContextRegistry;
import io.micrometer.context.ThreadLocalAccessor;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class PropagatedContextTests {

	private final ContextRegistry registry = new ContextRegistry();

	private final NamedValue user = new NamedValue("user");

	private final NamedValue tenant = new NamedValue("tenant");

	private @Nullable CoroutineRuntime runtime;

	@AfterEach
	void close() {
		this.user.setValue();
		this.tenant.setValue();
		if (this.runtime != null) {
			this.runtime.close();
		}
	}

	private PropagatedContext context(ThreadLocalAccessor<?>... own) {
		return new PropagatedContext(this.registry, List.of(own), (key) -> !key.equals("unwanted"));
	}

	private CoroutineRuntime runtime(ThreadLocalAccessor<?>... own) {
		this.runtime = CoroutineRuntime.builder().loops(1).contextInheritance(context(own)).start();
		return this.runtime;
	}

	private static <T extends @Nullable Object> T get(Future<T> future) throws Exception {
		return future.get(30, TimeUnit.SECONDS);
	}

	@Test
	void whenCreatorHasValuesThenCoroutineHasThemAndNothingElse() throws Exception {
		this.registry.registerThreadLocalAccessor(this.user);
		CoroutineRuntime runtime = runtime(this.tenant);
		this.user.setValue("anna");
		List<@Nullable String> seen = get(
				runtime.submit(() -> Arrays.asList(this.user.getValue(), this.tenant.getValue())));
		assertThat(seen).containsExactly("anna", null);
		// The values are taken back after the result is there
		runtime.close();
		assertThat(this.user.steps).containsExactly("set anna", "set anna", "clear");
		assertThat(this.tenant.steps).isEmpty();
	}

	@Test
	void whenCreatorHasNoneThenNothingIsCaptured() {
		this.registry.registerThreadLocalAccessor(this.user);
		assertThat(context(this.tenant).capture()).isNull();
	}

	@Test
	void whenAnAccessorIsRegisteredLaterThenItCounts() throws Exception {
		CoroutineRuntime runtime = runtime();
		this.user.setValue("berta");
		assertThat(get(runtime.submit(this.user::getValue))).isNull();
		this.registry.registerThreadLocalAccessor(this.user);
		assertThat(get(runtime.submit(this.user::getValue))).isEqualTo("berta");
	}

	@Test
	void whenKeysAreTheSameThenTheOwnAccessorStandsIn() throws Exception {
		NamedValue other = new NamedValue("user");
		this.registry.registerThreadLocalAccessor(other);
		CoroutineRuntime runtime = runtime(this.user);
		other.setValue("of the registry");
		this.user.setValue("own");
		assertThat(get(runtime.submit(this.user::getValue))).isEqualTo("own");
		assertThat(get(runtime.submit(other::getValue))).isNull();
		other.setValue();
	}

	@Test
	void whenKeyIsNotWantedThenItsValueStays() throws Exception {
		NamedValue unwanted = new NamedValue("unwanted");
		this.registry.registerThreadLocalAccessor(unwanted);
		CoroutineRuntime runtime = runtime(unwanted);
		unwanted.setValue("anything");
		assertThat(get(runtime.submit(unwanted::getValue))).isNull();
		unwanted.setValue();
	}

	@Test
	void whenOneCanNotBeInstalledThenTheOthersAreTakenBackAndTheTaskDoesNotRun() {
		NamedValue broken = new NamedValue("broken").failing();
		CoroutineRuntime runtime = runtime(this.user, broken, this.tenant);
		this.user.setValue("carla");
		broken.setValue("any");
		this.tenant.setValue("any");
		Future<String> future = runtime.submit(() -> "has run");
		assertThatExceptionOfType(CancellationException.class).isThrownBy(() -> get(future));
		assertThat(this.user.steps).containsExactly("set carla", "set carla", "clear");
		assertThat(this.tenant.steps).containsExactly("set any");
		broken.setValue();
	}

	@Test
	void whenTheThreadHasAValueThenItIsRestored() {
		PropagatedContext context = context(this.user);
		this.user.setValue("dora");
		Runnable end = Objects.requireNonNull(context.capture()).install();
		this.user.setValue("changed by the task");
		end.run();
		assertThat(this.user.getValue()).isEqualTo("dora");
	}

	@Test
	void whenCoroutineLocalsAreRegisteredThenTheCoroutineItselfCopiesThemOnce() throws Exception {
		int[] copies = new int[1];
		CoroutineLocal<@Nullable String> local = CoroutineLocal.<@Nullable String>builder().inherited((value) -> {
			copies[0]++;
			return value;
		}).build();
		this.runtime = CoroutineRuntime.builder()
			.loops(1)
			.contextInheritance(new PropagatedContext(ContextRegistry.getInstance(), List.of(), (key) -> true))
			.start();
		local.set("value");
		assertThat(get(this.runtime.submit(local::get))).isEqualTo("value");
		assertThat(copies[0]).isEqualTo(1);
		local.remove();
		assertThat(Coroutine.current()).isNull();
	}

}
