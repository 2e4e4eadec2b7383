package io.coroutine.internal.name;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;

import io.coroutine.CoroutineRuntime;
import io.coroutine.EngineChoice;
import io.coroutine.Hook;
import io.coroutine.StackMode;
import io.coroutine.net.NameServiceHook;
import io.coroutine.net.NameServiceHookBuilder;
import io.coroutine.test.Eventually;
import io.coroutine.test.Task;
import io.coroutine.test.ThreadKind;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Whom the hook serves, and for how long, on both engines.
 */
@ParameterizedClass
@EnumSource(value = EngineChoice.class, names = { "EVENT_LOOP", "PORTABLE" })
class NameServiceHookLifeTests {

	@Parameter
	private EngineChoice engine;

	private CoroutineRuntime runtime;

	private NameServiceHook hook;

	@BeforeEach
	void install() {
		this.runtime = newRuntime();
		this.hook = NameServiceHook.install(this.runtime);
	}

	@AfterEach
	void stop() {
		this.runtime.close();
	}

	private CoroutineRuntime newRuntime() {
		return CoroutineRuntime.builder().engine(this.engine).loops(1).start();
	}

	private static NameLookups lookups(ThreadKind kind, CoroutineRuntime runtime) throws Exception {
		return kind.begin(runtime, RuntimeLookups::ofCaller).get();
	}

	@Test
	void whenInstalledThenItServesCoroutinesOnly() throws Exception {
		assertThat(this.hook.name()).isEqualTo("name-service");
		assertThat(this.hook.status())
			.isEqualTo(new Hook.Status(true, "look-ups of coroutines run on threads of their own"));
		assertThat(lookups(ThreadKind.COROUTINE, this.runtime)).isNotNull();
		assertThat(lookups(ThreadKind.PLATFORM, this.runtime)).isNull();
		assertThat(lookups(ThreadKind.VIRTUAL, this.runtime)).isNull();
	}

	@Test
	void whenCoroutineHasPrivateStackThenItIsServedToo() throws Exception {
		Task<NameLookups> task = new Task<>(RuntimeLookups::ofCaller);
		this.runtime.coroutine().stackMode(StackMode.PRIVATE).start(task).join();
		assertThat(task.get()).isNotNull();
	}

	@Test
	void whenThereAreTwoRuntimesThenEachHasItsOwnLookups() throws Exception {
		try (CoroutineRuntime other = newRuntime()) {
			assertThat(lookups(ThreadKind.COROUTINE, other)).isNull();
			try (NameServiceHook second = NameServiceHook.install(other)) {
				assertThat(second.status().inForce()).isTrue();
				assertThat(lookups(ThreadKind.COROUTINE, other)).isNotNull()
					.isNotSameAs(lookups(ThreadKind.COROUTINE, this.runtime));
			}
			assertThat(lookups(ThreadKind.COROUTINE, other)).isNull();
			assertThat(lookups(ThreadKind.COROUTINE, this.runtime)).isNotNull();
		}
	}

	@Test
	void whenClosedThenCoroutinesLookUpThemselves() throws Exception {
		this.hook.close();
		this.hook.close();
		assertThat(this.hook.status()).isEqualTo(new Hook.Status(false, "it is closed"));
		assertThat(lookups(ThreadKind.COROUTINE, this.runtime)).isNull();
		Task<InetAddress> task = ThreadKind.COROUTINE.begin(this.runtime, () -> InetAddress.getByName("localhost"));
		assertThat(task.get().isLoopbackAddress()).isTrue();
	}

	@Test
	void whenRuntimeIsClosedThenHookIsClosedToo() {
		this.runtime.close();
		assertThat(this.hook.status()).isEqualTo(new Hook.Status(false, "it is closed"));
	}

	@Test
	void whenRuntimeIsClosedAlreadyThenHookIsNotInForce() {
		this.runtime.close();
		assertThat(NameServiceHook.install(this.runtime).status()).isEqualTo(new Hook.Status(false, "it is closed"));
	}

	@Test
	void whenRuntimeIsClosedDuringLookupThenCoroutineEnds() throws Exception {
		FakeNameService names = new FakeNameService();
		Task<?> task = ThreadKind.COROUTINE
			.begin(this.runtime,
					() -> RuntimeLookups.ofCaller().ask(new NameQuestion.AddressesOf("db.example", 1), names))
			.awaitWaiting();
		assertThat(this.runtime.shutdown(Duration.ofMinutes(1))).isZero();
		assertThatExceptionOfType(UnknownHostException.class).isThrownBy(task::get)
			.withMessage("db.example: the look-up was given up, as the name service hook is closed");
		names.allow(1);
		Eventually.until(() -> names.running() == 0);
	}

	@Test
	void whenSettingIsOutOfRangeThenItIsRefused() {
		NameServiceHookBuilder builder = NameServiceHook.builder();
		assertThatIllegalArgumentException().isThrownBy(() -> builder.timeout(Duration.ZERO))
			.withMessage("The timeout of look-ups must be 1 ms to 1 day, not PT0S");
		assertThatIllegalArgumentException().isThrownBy(() -> builder.timeout(Duration.ofDays(2)));
		assertThatIllegalArgumentException().isThrownBy(() -> builder.maxConcurrent(0))
			.withMessage("The number of concurrent look-ups must be 1 to 1024, not 0");
		assertThatIllegalArgumentException().isThrownBy(() -> builder.maxConcurrent(1025));
	}

	@Test
	void whenSettingsAreInRangeThenTheyApply() throws Exception {
		FakeNameService names = new FakeNameService();
		try (CoroutineRuntime other = newRuntime();
				NameServiceHook strict = NameServiceHook.builder()
					.timeout(Duration.ofMillis(20))
					.maxConcurrent(1)
					.install(other)) {
			assertThat(strict.status().inForce()).isTrue();
			for (String reason : new String[] { "timed out after 20 ms", "20 ms before its turn had come, as 1 may" }) {
				Task<?> task = ThreadKind.COROUTINE.begin(other,
						() -> RuntimeLookups.ofCaller().ask(new NameQuestion.AddressesOf("db.example", 1), names));
				assertThatExceptionOfType(UnknownHostException.class).isThrownBy(task::get)
					.withMessageContaining(reason);
				Eventually.until(() -> names.running() == 1);
			}
		}
		names.allow(1);
		Eventually.until(() -> names.running() == 0);
	}

}
