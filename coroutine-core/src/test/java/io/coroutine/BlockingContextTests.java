package io.coroutine;

import java.net.URL;
import java.net.URLClassLoader;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

import io.coroutine.internal.jdk.ThreadContext;
import io.coroutine.test.EngineContract;
import io.coroutine.test.Eventually;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * What code on a private stack has of the coroutine in whose name it runs, on both
 * engines.
 */
@ParameterizedClass
@EnumSource(value = EngineChoice.class, names = { "EVENT_LOOP", "PORTABLE" })
class BlockingContextTests extends EngineContract {

	private static final ThreadLocal<String> LOCAL = new ThreadLocal<>();

	private static final ThreadLocal<String> OTHER = new ThreadLocal<>();

	private static final InheritableThreadLocal<String> INHERITABLE = new InheritableThreadLocal<>();

	private static final ThreadLocal<String> INITIAL = ThreadLocal.withInitial(() -> "initial");

	private static final ScopedValue<String> SCOPED = ScopedValue.newInstance();

	@Override
	protected CoroutineRuntimeBuilder configure(CoroutineRuntimeBuilder builder) {
		return builder.privateStackLimit(1).privateStackQueue(1);
	}

	@Test
	void whenRunInThisBuildThenThreadLocalsAndScopedValuesAreHandedOver() {
		assertThat(ThreadContext.isAvailable()).isTrue();
		assertThat(ThreadContext.includesScopedValues()).isTrue();
	}

	@Test
	void whenCoroutineHasThreadLocalsThenTheCodeHasThem() throws Exception {
		List<String> seen = inCoroutine(() -> {
			LOCAL.set("a");
			INHERITABLE.set("b");
			return Blocking.call(() -> List.of(LOCAL.get(), INHERITABLE.get(), INITIAL.get()));
		});
		assertThat(seen).containsExactly("a", "b", "initial");
	}

	@Test
	void whenCodeChangesThreadLocalsThenTheCoroutineSeesThat() throws Exception {
		List<String> seen = inCoroutine(() -> {
			LOCAL.set("a");
			OTHER.set("gone");
			Blocking.run(() -> {
				LOCAL.set("changed");
				OTHER.remove();
				INHERITABLE.set("new");
			});
			return Arrays.asList(LOCAL.get(), OTHER.get(), INHERITABLE.get());
		});
		assertThat(seen).containsExactly("changed", null, "new");
	}

	@Test
	void whenCodeSetsTheFirstThreadLocalsThenTheCoroutineHasThem() throws Exception {
		List<String> seen = inCoroutine(() -> {
			Blocking.run(() -> {
				for (int i = 0; i < 100; i++) {
					new ThreadLocal<Integer>().set(i);
				}
				LOCAL.set("first");
			});
			return List.of(LOCAL.get(), String.valueOf(OTHER.get()));
		});
		assertThat(seen).containsExactly("first", "null");
	}

	@Test
	void whenCodeThrowsThenTheCoroutineHasItsThreadLocals() throws Exception {
		String seen = inCoroutine(() -> {
			LOCAL.set("a");
			assertThatExceptionOfType(StackOverflowError.class).isThrownBy(() -> Blocking.call(() -> {
				LOCAL.set("b");
				return recurse(0);
			}));
			return LOCAL.get();
		});
		assertThat(seen).isEqualTo("b");
	}

	@Test
	void whenScopedValueIsBoundThenTheCodeSeesItEvenAfterAStackOverflow() throws Exception {
		List<String> seen = inCoroutine(() -> ScopedValue.where(SCOPED, "bound").call(() -> Blocking.call(() -> {
			List<String> values = new ArrayList<>(List.of(SCOPED.get()));
			assertThatExceptionOfType(StackOverflowError.class).isThrownBy(() -> recurse(0));
			values.add(SCOPED.get());
			values.add(ScopedValue.where(SCOPED, "inner").call(SCOPED::get));
			values.add(SCOPED.get());
			return values;
		})));
		assertThat(seen).containsExactly("bound", "bound", "inner", "bound");
		assertThat(inCoroutine(() -> Blocking.call(SCOPED::isBound))).isFalse();
	}

	@Test
	void whenCodeSetsTheContextClassLoaderThenTheCoroutineHasIt() throws Exception {
		ClassLoader loader = new URLClassLoader(new URL[0]);
		ClassLoader seen = inCoroutine(() -> {
			Blocking.run(() -> Thread.currentThread().setContextClassLoader(loader));
			return Thread.currentThread().getContextClassLoader();
		});
		assertThat(seen).isSameAs(loader);
	}

	@Test
	void whenAnotherCoroutineCallsThenItSeesNothingOfTheFirst() throws Exception {
		inCoroutine(() -> {
			LOCAL.set("a");
			Blocking.run(() -> OTHER.set("b"));
			return null;
		});
		List<String> seen = inCoroutine(() -> Blocking.call(() -> Arrays.asList(LOCAL.get(), OTHER.get())));
		assertThat(seen).containsExactly(null, null);
	}

	@Test
	void whenThereIsNoStackThenTheCoroutineKeepsItsThreadLocals() throws Exception {
		CountDownLatch free = new CountDownLatch(1);
		Future<?> holder = this.runtime.submit(() -> Blocking.call(() -> free.await(30, TimeUnit.SECONDS)));
		Eventually.isTrue(() -> this.runtime.snapshot().stackUse().inUse() == 1);
		AtomicReference<String> afterCancel = new AtomicReference<>();
		Coroutine queued = this.runtime.start(() -> {
			LOCAL.set("queued");
			assertThatExceptionOfType(RejectedExecutionException.class)
				.isThrownBy(() -> Blocking.run(() -> LOCAL.set("ran")));
			afterCancel.set(LOCAL.get());
		});
		Eventually.isTrue(() -> this.runtime.snapshot().stackUse().queued() == 1);
		String afterRejection = inCoroutine(() -> {
			LOCAL.set("rejected");
			assertThatExceptionOfType(RejectedExecutionException.class)
				.isThrownBy(() -> Blocking.run(() -> LOCAL.set("ran")));
			return LOCAL.get();
		});
		queued.cancel();
		assertThat(queued.join(LONG)).isTrue();
		free.countDown();
		Eventually.get(holder);
		assertThat(afterRejection).isEqualTo("rejected");
		assertThat(afterCancel).hasValue("queued");
	}

	@Test
	void whenAStackOfASizeIsAskedForThenDeepCodeRuns() throws Exception {
		assertThat(inCoroutine(() -> Blocking.call(512L * 1024 * 1024, () -> descend(1_000_000)))).isEqualTo(1_000_000);
		assertThatIllegalArgumentException().isThrownBy(() -> Blocking.call(1, () -> null))
			.withMessageContaining("128 kB to 1 GB, not 1 bytes");
	}

	@Test
	void whenAskedThenItTellsWhetherTheStackWouldChange() throws Exception {
		assertThat(Blocking.changesStack()).isFalse();
		assertThat(inCoroutine(Blocking::changesStack)).isTrue();
		assertThat(inCoroutine(() -> Blocking.call(Blocking::changesStack))).isFalse();
	}

	private <T> T inCoroutine(Callable<T> task) throws Exception {
		return Eventually.get(this.runtime.submit(task));
	}

	private static int recurse(int depth) {
		return (depth >= 0) ? recurse(depth + 1) + 1 : 0;
	}

	private static int descend(int depth) {
		return (depth > 0) ? descend(depth - 1) + 1 : 0;
	}

}
