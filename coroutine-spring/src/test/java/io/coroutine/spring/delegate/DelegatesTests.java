package io.coroutine.spring.delegate;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for {@link Delegates}.
 */
class DelegatesTests {

	private final Delegates<Counted> delegates = Delegates.of(Counted.class, String.class);

	@Test
	void whenMethodIsFinalThenItIsTheClassThatDoesIt() {
		List<String> target = new ArrayList<>(List.of("a", "b"));
		Counted counted = this.delegates.create(target, "two");
		assertThat(counted.get()).isEqualTo("two");
	}

	@Test
	void whenMethodIsNotImplementedThenItIsHandedOn() {
		List<String> target = new ArrayList<>(List.of("a", "b"));
		Counted counted = this.delegates.create(target, "two");
		counted.add("c");
		assertThat(target).containsExactly("a", "b", "c");
		assertThat(counted.size()).isEqualTo(3);
		assertThatExceptionOfType(IndexOutOfBoundsException.class).isThrownBy(() -> counted.get(3));
	}

	@Test
	void whenThereAreSeveralThenEachHasItsTarget() {
		Counted first = this.delegates.create(new ArrayList<>(List.of("a")), "one");
		Counted second = this.delegates.create(new ArrayList<>(List.of("b")), "other");
		assertThat(first.get(0)).isEqualTo("a");
		assertThat(second.get(0)).isEqualTo("b");
		assertThat(first.get()).isEqualTo("one");
	}

	@Test
	void whenTargetsAreEqualThenTheirDelegatesAreNot() {
		List<String> target = new ArrayList<>();
		Counted one = this.delegates.create(target, "one");
		Counted other = this.delegates.create(target, "other");
		assertThat((Object) one).isEqualTo(one).isNotEqualTo(other);
		assertThat(one.hashCode()).isEqualTo(System.identityHashCode(one));
	}

	@Test
	void whenClassIsNotAbstractThenItIsRefused() {
		assertThatIllegalArgumentException().isThrownBy(() -> Delegates.of(ArrayList.class));
	}

	/**
	 * A list that has a word, too.
	 */
	abstract static class Counted implements List<String>, Supplier<String> {

		private final String word;

		Counted(String word) {
			this.word = word;
		}

		@Override
		public final String get() {
			return this.word;
		}

	}

}
