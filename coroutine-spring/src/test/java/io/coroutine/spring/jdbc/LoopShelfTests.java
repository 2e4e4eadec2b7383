package io.coroutine.spring.jdbc;

import java.lang.ref.WeakReference;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link LoopShelf}: used as HikariCP does, see its {@code ConcurrentBag}.
 */
class LoopShelfTests {

	@Test
	void whenTakenFromTheEndThenLastComesFirst() {
		LoopShelf shelf = new LoopShelf(false);
		shelf.add("first");
		shelf.add("second");
		assertThat(shelf).containsExactly("first", "second");
		assertThat(shelf.remove(1)).isEqualTo("second");
		assertThat(shelf.remove(0)).isEqualTo("first");
		assertThat(shelf).isEmpty();
	}

	@Test
	void whenOneLeavesThePoolThenItIsForgotten() {
		LoopShelf shelf = new LoopShelf(false);
		shelf.add("first");
		shelf.add("second");
		assertThat(shelf.remove("first")).isTrue();
		assertThat(shelf.remove("first")).isFalse();
		assertThat(shelf).containsExactly("second");
	}

	@Test
	void whenAnotherWasFasterThenNothingIsTaken() {
		assertThat(new LoopShelf(false).remove(3)).isNull();
		assertThat(new LoopShelf(false).get(3)).isNull();
		Object reference = new LoopShelf(true).remove(3);
		assertThat(((WeakReference<?>) reference).get()).isNull();
		assertThat(new LoopShelf(true).get(3)).isSameAs(reference);
	}

}
