package io.coroutine.local;

import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicReference;

import io.coroutine.Coroutine;
import io.coroutine.CoroutineRuntime;
import io.coroutine.EngineChoice;
import io.coroutine.StackMode;
import io.coroutine.test.Collected;
import io.coroutine.test.Live;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * When values go, on both engines.
 */
@ParameterizedClass
@EnumSource(value = EngineChoice.class, names = { "EVENT_LOOP", "PORTABLE" })
class CoroutineLocalLifetimeTests {

	private static final Duration LONG = Duration.ofSeconds(30);

	private final CoroutineLocal<String> plain = CoroutineLocal.create();

	@Parameter
	private EngineChoice engine;

	private CoroutineRuntime runtime;

	@BeforeEach
	void startRuntime() {
		this.runtime = CoroutineRuntime.builder().engine(this.engine).loops(2).start();
	}

	@AfterEach
	void closeRuntime() {
		this.plain.remove();
		Live.awaitNone(this.runtime);
		this.runtime.close();
	}

	@Test
	void whenCoroutineEndsThenItsValuesAreGoneThoughItIsHeld() throws Exception {
		for (StackMode mode : StackMode.values()) {
			AtomicReference<WeakReference<Object>> value = new AtomicReference<>();
			CoroutineLocal<Object> local = CoroutineLocal.create();
			Coroutine coroutine = this.runtime.coroutine().stackMode(mode).start(() -> {
				local.set(new Object());
				value.set(new WeakReference<>(local.get()));
			});
			assertThat(coroutine.join(LONG)).isTrue();
			Collected.await(value.get());
			assertThat(coroutine.isDone()).isTrue();
			assertThat(local.get()).isNull();
		}
	}

	@Test
	void whenCoroutineFailsThenItsHandlerSeesNoValuesAndKeepsNone() throws Exception {
		AtomicReference<String> seen = new AtomicReference<>("not called");
		AtomicReference<WeakReference<String>> kept = new AtomicReference<>();
		Coroutine coroutine = this.runtime.start(() -> {
			this.plain.set("value");
			Thread.currentThread().setUncaughtExceptionHandler((thread, failure) -> {
				seen.set(this.plain.get());
				this.plain.set(new String("of the handler"));
				kept.set(new WeakReference<>(this.plain.get()));
			});
			throw new IllegalArgumentException("wanted");
		});
		assertThat(coroutine.join(LONG)).isTrue();
		assertThat(seen.get()).isNull();
		Collected.await(kept.get());
		assertThat(coroutine.isDone()).isTrue();
	}

	@Test
	void whenStartIsRejectedThenItsValuesAreGone() {
		AtomicReference<WeakReference<Object>> value = new AtomicReference<>();
		CoroutineLocal<Object> local = CoroutineLocal.builder().inherited((original) -> {
			Object copy = new Object();
			value.set(new WeakReference<>(copy));
			return copy;
		}).build();
		local.set(new Object());
		Coroutine coroutine = this.runtime.coroutine().create(() -> {
		});
		local.remove();
		this.runtime.close();
		assertThatExceptionOfType(RejectedExecutionException.class).isThrownBy(coroutine::start);
		Collected.await(value.get());
		assertThat(coroutine.isDone()).isTrue();
	}

	@Test
	void whenLocalIsDroppedThenItsValueGoesInWhatLivesOn() throws Exception {
		CountDownLatch dropped = new CountDownLatch(1);
		AtomicReference<WeakReference<Object>> value = new AtomicReference<>();
		CountDownLatch set = new CountDownLatch(1);
		Coroutine coroutine = this.runtime.start(() -> {
			value.set(setValueOfLocalThatIsDropped());
			set.countDown();
			uninterruptibly(dropped);
			collectDropped(value.get());
		});
		set.await();
		WeakReference<Object> ofThread = setValueOfLocalThatIsDropped();
		collectDropped(ofThread);
		dropped.countDown();
		assertThat(coroutine.join(LONG)).isTrue();
		Collected.await(value.get());
	}

	private static WeakReference<Object> setValueOfLocalThatIsDropped() {
		CoroutineLocal<Object> local = CoroutineLocal.create();
		local.set(new Object());
		return new WeakReference<>(local.get());
	}

	private static void collectDropped(WeakReference<Object> value) {
		Collected.await(value, () -> {
			CoroutineLocal<String> another = CoroutineLocal.create();
			another.set("clears what was dropped");
			another.remove();
		});
	}

	private static void uninterruptibly(CountDownLatch latch) {
		try {
			latch.await();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

}
