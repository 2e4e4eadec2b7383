package io.coroutine.local;

import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

import io.coroutine.internal.local.LocalKey;
import io.coroutine.internal.local.LocalValues;
import org.jspecify.annotations.Nullable;

/**
 * A variable of which each coroutine has a value of its own, and so has each thread that
 * is no coroutine. Declared in one line, most often as a constant:
 *
 * <pre>{@code
 * static final CoroutineLocal<List<String>> STEPS = CoroutineLocal.withInitial(ArrayList::new);
 *
 * static final CoroutineLocal<String> TENANT = CoroutineLocal.<String>builder().name("tenant").inherited().build();
 * }</pre>
 *
 * A coroutine begins without a value, except for those that are
 * {@linkplain CoroutineLocalBuilder#inherited() inherited}: it has a copy of what its
 * creator had when it was created, not when it started. All its values are gone at its
 * end, where {@linkplain CoroutineLocalBuilder#onEnd what they hold} can be given back.
 * <p>
 * A plain virtual thread that a coroutine starts is no coroutine, and inherits nothing.
 * In threads, and in coroutines that live on, a value does not keep its coroutine-local
 * alive, unless it refers to it: once the application has dropped that, the value goes
 * when another coroutine-local gets its first value there.
 * <p>
 * Methods may be called from any thread, and concern the value of the caller.
 *
 * @param <T> the type of the values
 */
public final class CoroutineLocal<T extends @Nullable Object> {

	private final LocalKey key;

	private final @Nullable String name;

	private final @Nullable Supplier<? extends T> initial;

	/** Kept here, as the key refers to it weakly. */
	@SuppressWarnings("unused")
	private final LocalKey.Inheritance inheritance;

	@SuppressWarnings("unchecked") // Nothing but a T is put there
	CoroutineLocal(@Nullable String name, @Nullable Supplier<? extends T> initial, boolean inherited,
			UnaryOperator<T> copy, @Nullable Consumer<? super T> onEnd) {
		this.inheritance = new LocalKey.Inheritance(
				(inherited) ? (UnaryOperator<Object>) (UnaryOperator<?>) copy : null);
		this.key = new LocalKey(this.inheritance, (Consumer<Object>) onEnd);
		this.name = name;
		this.initial = initial;
	}

	/**
	 * Create a variable that is {@code null} at first and is not inherited.
	 * @param <T> the type of the values
	 * @return the variable
	 */
	public static <T> CoroutineLocal<@Nullable T> create() {
		return CoroutineLocal.<@Nullable T>builder().build();
	}

	/**
	 * Create a variable that is not inherited.
	 * @param <T> the type of the values
	 * @param initial makes the initial value, see {@link CoroutineLocalBuilder#initial}
	 * @return the variable
	 */
	public static <T extends @Nullable Object> CoroutineLocal<T> withInitial(Supplier<? extends T> initial) {
		return CoroutineLocal.<T>builder().initial(initial).build();
	}

	/**
	 * Begin to make a variable with a name, inheritance and so on.
	 * @param <T> the type of the values
	 * @return a builder
	 */
	public static <T extends @Nullable Object> CoroutineLocalBuilder<T> builder() {
		return new CoroutineLocalBuilder<>();
	}

	/**
	 * Take a snapshot of the values that a coroutine would inherit which the caller
	 * creates now: those of its inherited variables that were set, inherited or asked
	 * for, each copied by the copy function. A variable without a value, as it was never
	 * asked for or was removed, is not in the snapshot.
	 * @return the snapshot
	 */
	public static CoroutineLocalSnapshot snapshot() {
		return CoroutineLocalSnapshot.ofCaller();
	}

	/**
	 * Return the value. If there is none, the initial value is made and becomes the
	 * value; an exception of its supplier comes out of here, and leaves no value.
	 * @return the value
	 */
	@SuppressWarnings({ "unchecked", "NullAway" })
	public T get() {
		LocalValues values = LocalValues.ofCaller();
		if (values != null) {
			Object value = values.get(this.key);
			if (value != null || values.has(this.key)) {
				// Nothing but a T has been put there
				return (T) value;
			}
		}
		if (this.initial == null) {
			// Who gives no supplier has a T that includes null
			return (T) null;
		}
		T value = this.initial.get();
		set(value);
		return value;
	}

	/**
	 * Set the value.
	 * @param value the value
	 */
	public void set(T value) {
		LocalValues.ofCallerOrNew().put(this.key, value);
	}

	/**
	 * Remove the value: the next {@link #get()} makes an initial one.
	 */
	public void remove() {
		LocalValues values = LocalValues.ofCaller();
		if (values != null) {
			values.remove(this.key);
		}
	}

	/**
	 * Return the name.
	 * @return the name, or {@code null} if there is none
	 */
	public @Nullable String name() {
		return this.name;
	}

	/**
	 * Return the name.
	 * @return the name, or one made from the identity if there is none
	 */
	@Override
	public String toString() {
		return (this.name != null) ? this.name : super.toString();
	}

}
