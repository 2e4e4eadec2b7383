package io.coroutine.local;

import java.util.Objects;
import java.util.function.Consumer;
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

	private @Nullable Consumer<? super T> onEnd;

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
	 * Set what is done with the value of a coroutine at its end: called in the coroutine,
	 * after its task, whether that has failed or was cancelled, and before anybody who
	 * waits for the coroutine goes on; a future of its task may be complete by then. It
	 * is called for each variable that has a value other than {@code null}, in no
	 * particular order, for inherited values too, so those are best copied. It still sees
	 * all values; what it sets anew is ended as well, in up to four rounds. An exception
	 * goes to the handler of uncaught exceptions, and the others are called all the same.
	 * <p>
	 * It is not called for values that were removed or replaced before, nor in threads
	 * that are no coroutines, nor for coroutines that never run.
	 * @param action what to do; nothing by default
	 * @return this
	 */
	public CoroutineLocalBuilder<T> onEnd(Consumer<? super T> action) {
		this.onEnd = Objects.requireNonNull(action, "The action must not be null");
		return this;
	}

	/**
	 * Make the variable.
	 * @return the variable; each call makes another
	 */
	public CoroutineLocal<T> build() {
		return new CoroutineLocal<>(this.name, this.initial, this.inherited, this.copy, this.onEnd);
	}

}
