package io.coroutine.local;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicInteger;

import io.coroutine.Coroutine;
import io.coroutine.CoroutineBuilder;
import io.coroutine.EngineChoice;
import io.coroutine.StackMode;
import io.coroutine.internal.local.LocalValues;
import io.coroutine.test.Live;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

/**
 * Values that belong to one coroutine, on both engines.
 */
@ParameterizedClass
@EnumSource(value = EngineChoice.class, names = { "EVENT_LOOP", "PORTABLE" })
class CoroutineLocalTests extends LocalsContract {

	@Test
	void whenNothingIsSetThenThereIsNoValueAndNothingIsKept() throws Exception {
		assertThat(this.plain.get()).isNull();
		assertThat(inCoroutine(() -> {
			this.plain.remove();
			String value = this.plain.get();
			assertThat(LocalValues.ofCaller()).isNull();
			return value;
		})).isNull();
	}

	@Test
	void whenSetThenEachCoroutineAndThreadHasItsOwn() throws Exception {
		this.plain.set("main");
		CyclicBarrier allSet = new CyclicBarrier(4);
		List<Future<String>> values = new ArrayList<>();
		for (StackMode mode : List.of(StackMode.SHARED, StackMode.SHARED, StackMode.PRIVATE)) {
			String own = "coroutine " + values.size();
			values.add(this.runtime.coroutine().stackMode(mode).submit(() -> {
				assertThat(this.plain.get()).isNull();
				this.plain.set(own);
				allSet.await();
				return this.plain.get();
			}));
		}
		FutureTask<String> other = new FutureTask<>(() -> {
			assertThat(this.plain.get()).isNull();
			this.plain.set("other thread");
			allSet.await();
			return this.plain.get();
		});
		Thread.ofPlatform().start(other);
		assertThat(values.get(0).get()).isEqualTo("coroutine 0");
		assertThat(values.get(1).get()).isEqualTo("coroutine 1");
		assertThat(values.get(2).get()).isEqualTo("coroutine 2");
		assertThat(other.get()).isEqualTo("other thread");
		assertThat(this.plain.get()).isEqualTo("main");
	}

	@Test
	void whenInitialValueIsAskedForThenItIsMadeOnceInEachCoroutine() throws Exception {
		AtomicInteger made = new AtomicInteger();
		CoroutineLocal<Integer> local = CoroutineLocal.withInitial(made::incrementAndGet);
		Callable<List<Integer>> twice = () -> List.of(local.get(), local.get());
		assertThat(made).hasValue(0);
		assertThat(inCoroutine(twice)).containsExactly(1, 1);
		assertThat(inCoroutine(twice)).containsExactly(2, 2);
		assertThat(inCoroutine(() -> {
			local.set(70);
			return local.get();
		})).isEqualTo(70);
		assertThat(made).hasValue(2);
	}

	@Test
	void whenRemovedThenTheInitialValueIsMadeAgain() throws Exception {
		AtomicInteger made = new AtomicInteger();
		CoroutineLocal<Integer> local = CoroutineLocal.withInitial(made::incrementAndGet);
		assertThat(inCoroutine(() -> {
			int first = local.get();
			local.remove();
			return List.of(first, local.get());
		})).containsExactly(1, 2);
	}

	@Test
	void whenNullIsSetThenItIsTheValue() throws Exception {
		CoroutineLocal<String> local = CoroutineLocal.withInitial(() -> "initial");
		assertThat(inCoroutine(() -> {
			local.set(null);
			return local.get();
		})).isNull();
	}

	@Test
	void whenSupplierThrowsThenItsExceptionComesOutAndTheNextGetTriesAgain() throws Exception {
		AtomicInteger made = new AtomicInteger();
		CoroutineLocal<Integer> local = CoroutineLocal.withInitial(() -> {
			if (made.incrementAndGet() == 1) {
				throw new IllegalStateException("wanted");
			}
			return made.get();
		});
		assertThat(inCoroutine(() -> {
			assertThatIllegalStateException().isThrownBy(local::get).withMessage("wanted");
			return local.get();
		})).isEqualTo(2);
	}

	@Test
	void whenCreatedInACoroutineThenTheChildHasWhatIsInherited() throws Exception {
		assertThat(inCoroutine(() -> {
			this.plain.set("not for children");
			this.inherited.set("for children");
			Callable<List<String>> seen = () -> {
				List<String> values = new ArrayList<>();
				values.add(this.plain.get());
				values.add(this.inherited.get());
				return values;
			};
			FutureTask<List<String>> created = new FutureTask<>(seen);
			Coroutine coroutine = this.runtime.coroutine().create(created);
			this.inherited.set("too late");
			coroutine.start();
			this.inherited.set("for children");
			FutureTask<List<String>> started = new FutureTask<>(seen);
			this.runtime.start(started);
			return List.of(created.get(), started.get(), this.runtime.submit(seen).get(),
					this.runtime.coroutine().stackMode(StackMode.PRIVATE).submit(seen).get());
		})).allSatisfy((values) -> assertThat(values).containsExactly(null, "for children"));
	}

	@Test
	void whenCreatedInAThreadThenTheChildHasWhatIsInherited() throws Exception {
		this.plain.set("not for children");
		this.inherited.set("for children");
		assertThat(inCoroutine(this.inherited::get)).isEqualTo("for children");
		assertThat(inCoroutine(this.plain::get)).isNull();
	}

	@Test
	void whenChildSetsAnInheritedOneThenTheParentDoesNotSeeIt() throws Exception {
		this.inherited.set("parent");
		assertThat(inCoroutine(() -> {
			this.inherited.set("child");
			return inCoroutine(this.inherited::get);
		})).isEqualTo("child");
		assertThat(this.inherited.get()).isEqualTo("parent");
	}

	@Test
	void whenThereIsACopyFunctionThenTheChildHasACopy() throws Exception {
		this.copied.get().add("parent");
		assertThat(inCoroutine(() -> {
			this.copied.get().add("child");
			return this.copied.get();
		})).containsExactly("parent", "child");
		assertThat(this.copied.get()).containsExactly("parent");
	}

	@Test
	void whenParentHasNullThenTheChildHasNullAndNothingIsCopied() throws Exception {
		this.copied.set(null);
		assertThat(inCoroutine(this.copied::get)).isNull();
	}

	@Test
	void whenCopyFunctionThrowsThenNothingIsCreated() {
		CoroutineLocal<String> local = CoroutineLocal.<String>builder().inherited((value) -> {
			throw new UnsupportedOperationException("wanted");
		}).build();
		long before = Live.started(this.runtime);
		local.set("value");
		AtomicInteger runs = new AtomicInteger();
		assertThatExceptionOfType(UnsupportedOperationException.class)
			.isThrownBy(() -> this.runtime.start(runs::incrementAndGet))
			.withMessage("wanted");
		assertThatExceptionOfType(UnsupportedOperationException.class)
			.isThrownBy(() -> this.runtime.coroutine().create(runs::incrementAndGet));
		local.remove();
		Live.awaitNone(this.runtime);
		assertThat(Live.started(this.runtime)).isEqualTo(before);
		this.runtime.start(runs::incrementAndGet);
		Live.awaitNone(this.runtime);
		assertThat(runs).hasValue(1);
	}

	@Test
	void whenCopyFunctionUsesOtherLocalsThenTheyAreThoseOfTheParent() throws Exception {
		CoroutineLocal<String> other = CoroutineLocal.withInitial(() -> "of " + Thread.currentThread().getName());
		CoroutineLocal<String> local = CoroutineLocal.<String>builder()
			.inherited((value) -> value + other.get())
			.build();
		local.set("copy ");
		assertThat(inCoroutine(local::get)).isEqualTo("copy of " + Thread.currentThread().getName());
		other.remove();
		local.remove();
	}

	@Test
	void whenInheritanceIsSwitchedOffThenTheChildHasNone() throws Exception {
		this.inherited.set("parent");
		CoroutineBuilder builder = this.runtime.coroutine().inherit(false);
		assertThat(builder.submit(this.inherited::get).get()).isNull();
		assertThat(builder.inherit(true).submit(this.inherited::get).get()).isEqualTo("parent");
	}

	@Test
	void whenParentHasNothingToInheritThenTheChildKeepsNothing() throws Exception {
		this.plain.set("not for children");
		assertThat(inCoroutine(LocalValues::ofCaller)).isNull();
	}

	@Test
	void whenPlainVirtualThreadIsStartedInACoroutineThenItCountsAsAThread() throws Exception {
		assertThat(inCoroutine(() -> {
			this.inherited.set("coroutine");
			FutureTask<String> task = new FutureTask<>(() -> {
				String value = this.inherited.get();
				this.inherited.set("thread");
				assertThat(this.inherited.get()).isEqualTo("thread");
				return value;
			});
			Thread.startVirtualThread(task).join();
			assertThat(task.get()).isNull();
			return this.inherited.get();
		})).isEqualTo("coroutine");
	}

	@Test
	void whenCoroutineWaitsAndMovesThenItKeepsItsValue() throws Exception {
		List<Future<Boolean>> all = new ArrayList<>();
		for (int i = 0; i < 200; i++) {
			String own = "value " + i;
			all.add(this.runtime.submit(() -> {
				this.plain.set(own);
				for (int turn = 0; turn < 50; turn++) {
					Coroutine.yield();
					if (!own.equals(this.plain.get())) {
						return false;
					}
				}
				return true;
			}));
		}
		for (Future<Boolean> kept : all) {
			assertThat(kept.get()).isTrue();
		}
	}

	@Test
	void whenThereAreManyLocalsThenEachHasItsValue() throws Exception {
		List<CoroutineLocal<Integer>> locals = new ArrayList<>();
		for (int i = 0; i < 1_000; i++) {
			locals.add(CoroutineLocal.<Integer>builder().inherited().build());
		}
		assertThat(inCoroutine(() -> {
			for (int i = 0; i < locals.size(); i++) {
				locals.get(i).set(i);
			}
			return inCoroutine(() -> locals.stream().map(CoroutineLocal::get).toList());
		})).hasSize(1_000).isSorted().doesNotHaveDuplicates();
	}

	@Test
	void whenItHasANameThenThatIsItsString() {
		assertThat(CoroutineLocal.builder().name("tenant").build()).hasToString("tenant");
		assertThat(CoroutineLocal.create().toString()).startsWith("io.coroutine.local.CoroutineLocal@");
	}

	@Test
	void whenBuilderGetsNullThenFailureSaysWhat() {
		CoroutineLocalBuilder<Object> builder = CoroutineLocal.builder();
		assertThatNullPointerException().isThrownBy(() -> builder.name(null)).withMessage("The name must not be null");
		assertThatNullPointerException().isThrownBy(() -> builder.initial(null))
			.withMessage("The supplier of the initial value must not be null");
		assertThatNullPointerException().isThrownBy(() -> builder.inherited(null))
			.withMessage("The copy function must not be null");
		assertThatNullPointerException().isThrownBy(() -> CoroutineLocal.withInitial(null));
	}

	private <T> T inCoroutine(Callable<T> task) throws InterruptedException, ExecutionException {
		return this.runtime.submit(task).get();
	}

}
