package io.coroutine.local;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicReference;

import io.coroutine.EngineChoice;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * Values that are carried from one coroutine or thread to another, on both engines.
 */
@ParameterizedClass
@EnumSource(value = EngineChoice.class, names = { "EVENT_LOOP", "PORTABLE" })
class CoroutineLocalSnapshotTests extends LocalsContract {

	@Test
	void whenRestoredElsewhereThenInheritedValuesAreThereAndTheOthersStay() throws Exception {
		CoroutineLocalSnapshot snapshot = this.runtime.submit(() -> {
			this.plain.set("of the coroutine");
			this.inherited.set("of the coroutine");
			return CoroutineLocal.snapshot();
		}).get();
		assertThat(snapshot.isEmpty()).isFalse();
		this.plain.set("of the thread");
		this.inherited.set("of the thread");
		try (CoroutineLocalSnapshot.Scope scope = snapshot.restore()) {
			assertThat(this.plain.get()).isEqualTo("of the thread");
			assertThat(this.inherited.get()).isEqualTo("of the coroutine");
			this.inherited.set("of the block");
		}
		assertThat(this.plain.get()).isEqualTo("of the thread");
		assertThat(this.inherited.get()).isEqualTo("of the thread");
	}

	@Test
	void whenRestoredThenWhatIsNotInItHasNoValueUntilTheEnd() throws Exception {
		this.inherited.set("parent");
		CoroutineLocalSnapshot snapshot = CoroutineLocal.snapshot();
		assertThat(this.runtime.coroutine().inherit(false).submit(() -> {
			this.copied.get().add("own");
			List<String> own = this.copied.get();
			snapshot.call(() -> {
				assertThat(this.inherited.get()).isEqualTo("parent");
				assertThat(this.copied.get()).isEmpty();
				return null;
			});
			assertThat(this.inherited.get()).isNull();
			assertThat(this.copied.get()).isSameAs(own);
			return own;
		}).get()).containsExactly("own");
	}

	@Test
	void whenEmptyIsRestoredThenThereAreNoInheritedValues() {
		CoroutineLocalSnapshot empty = CoroutineLocal.snapshot();
		assertThat(empty.isEmpty()).isTrue();
		this.inherited.set("value");
		assertThat((String) empty.call(this.inherited::get)).isNull();
		assertThat(this.inherited.get()).isEqualTo("value");
	}

	@Test
	void whenValuesChangeLaterThenTheSnapshotDoesNot() throws Exception {
		this.copied.get().add("first");
		CoroutineLocalSnapshot snapshot = CoroutineLocal.snapshot();
		this.copied.get().add("second");
		List<String> original = this.copied.get();
		for (int i = 0; i < 2; i++) {
			snapshot.call(() -> {
				assertThat(this.copied.get()).containsExactly("first");
				return this.copied.get().add("inside");
			});
		}
		assertThat(this.copied.get()).isSameAs(original).containsExactly("first", "second");
	}

	@Test
	void whenRestoredInsideOfAnotherThenEachPutsBackWhatWasThere() {
		CoroutineLocalSnapshot none = CoroutineLocal.snapshot();
		this.inherited.set("outer");
		CoroutineLocalSnapshot outer = CoroutineLocal.snapshot();
		this.inherited.set("own");
		List<String> seen = new ArrayList<>();
		try (CoroutineLocalSnapshot.Scope first = outer.restore()) {
			seen.add(this.inherited.get());
			try (CoroutineLocalSnapshot.Scope second = none.restore()) {
				seen.add(this.inherited.get());
			}
			seen.add(this.inherited.get());
		}
		seen.add(this.inherited.get());
		assertThat(seen).containsExactly("outer", null, "outer", "own");
	}

	@Test
	void whenCoroutineIsCreatedInTheBlockThenItInheritsTheRestoredValues() throws Exception {
		this.inherited.set("snapshot");
		CoroutineLocalSnapshot snapshot = CoroutineLocal.snapshot();
		this.inherited.remove();
		assertThat(snapshot.call(() -> this.runtime.submit(this.inherited::get)).get()).isEqualTo("snapshot");
		assertThat(this.runtime.submit(this.inherited::get).get()).isNull();
	}

	@Test
	void whenCodeThrowsThenItsExceptionComesOutAndTheValuesAreBack() {
		this.inherited.set("snapshot");
		CoroutineLocalSnapshot snapshot = CoroutineLocal.snapshot();
		this.inherited.set("own");
		assertThatExceptionOfType(IOException.class).isThrownBy(() -> snapshot.call(() -> {
			throw new IOException("wanted");
		}));
		assertThat(this.inherited.get()).isEqualTo("own");
	}

	@Test
	void whenCopyFunctionThrowsThenNothingHasChanged() {
		AtomicReference<RuntimeException> failure = new AtomicReference<>();
		CoroutineLocal<String> local = CoroutineLocal.<String>builder().inherited((value) -> {
			if (failure.get() != null) {
				throw failure.get();
			}
			return value;
		}).build();
		local.set("snapshot");
		this.inherited.set("snapshot");
		CoroutineLocalSnapshot snapshot = CoroutineLocal.snapshot();
		local.set("own");
		this.inherited.set("own");
		failure.set(new UnsupportedOperationException("wanted"));
		assertThatExceptionOfType(UnsupportedOperationException.class).isThrownBy(snapshot::restore);
		assertThatExceptionOfType(UnsupportedOperationException.class).isThrownBy(CoroutineLocal::snapshot);
		assertThat(local.get()).isEqualTo("own");
		assertThat(this.inherited.get()).isEqualTo("own");
		local.remove();
	}

	@Test
	void whenClosedTwiceThenTheSecondDoesNothing() {
		this.inherited.set("own");
		CoroutineLocalSnapshot.Scope scope = CoroutineLocal.snapshot().restore();
		scope.close();
		this.inherited.set("later");
		scope.close();
		assertThat(this.inherited.get()).isEqualTo("later");
	}

	@Test
	void whenClosedElsewhereThenFailureSaysSo() throws Exception {
		this.inherited.set("own");
		try (CoroutineLocalSnapshot.Scope scope = CoroutineLocal.snapshot().restore()) {
			FutureTask<Void> elsewhere = new FutureTask<>(() -> {
				assertThatIllegalStateException().isThrownBy(scope::close)
					.withMessageContaining("restored in another coroutine or thread");
				return null;
			});
			this.runtime.start(elsewhere);
			elsewhere.get();
		}
		assertThat(this.inherited.get()).isEqualTo("own");
	}

}
