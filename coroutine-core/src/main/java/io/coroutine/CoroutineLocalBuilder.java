package io.coroutine;

import java.util.Objects;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

import org.jspecify.annotations.Nullable;

/**
 * Makes a {@link CoroutineLocal}. Not safe for use by several threads.
 *
 * @param <T> the type of the values
 */
public final class CoroutineLocalBuilder<T extends @Nullable Object> {

	private @Nullable String name;

	private @Nullable Supplier<? extends T> initial;

	private boolean inherited;

	private UnaryOperator<T> copy = UnaryOperator.identity();

	CoroutineLocalBuilder() {
	}

	/**
	 * Set the name, which {@link CoroutineLocal#toString()} returns.
	 * @param name the name; none by default
	 * @return this
	 */
	public CoroutineLocalBuilder<T> name(String name) {
		this.name = Objects.requireNonNull(name, "The name must not be null");
		return this;
	}

	/**
	 * Set what makes the initial value: called when a coroutine or thread asks for the
	 * value and has none, so once for each unless the value is removed.
	 * @param supplier makes the value; without one it is {@code null}
	 * @return this
	 */
	public CoroutineLocalBuilder<T> initial(Supplier<? extends T> supplier) {
		this.initial = Objects.requireNonNull(supplier, "The supplier of the initial value must not be null");
		return this;
	}

	/**
	 * Let each coroutine begin with the very value of its creator, if that has one. Not
	 * the default.
	 * @return this
	 */
	public CoroutineLocalBuilder<T> inherited() {
		return inherited(UnaryOperator.identity());
	}

	/**
	 * Let each coroutine begin with a copy of the value of its creator, if that has one.
	 * @param copy makes the copy, in the creator; and for snapshots, where one is taken
	 * and where it is restored. It is not called for {@code null}. An exception of it
	 * comes out of the method that creates the coroutine, and there is no coroutine then
	 * @return this
	 */
	public CoroutineLocalBuilder<T> inherited(UnaryOperator<T> copy) {
		this.copy = Objects.requireNonNull(copy, "The copy function must not be null");
		this.inherited = true;
		return this;
	}

	/**
	 * Make the variable.
	 * @return the variable; each call makes another
	 */
	public CoroutineLocal<T> build() {
		return new CoroutineLocal<>(this.name, this.initial, this.inherited, this.copy);
	}

}
