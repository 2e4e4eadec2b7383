package io.coroutine;

import java.time.Duration;
import java.util.Optional;

import io.coroutine.internal.fiber.Fiber;
import io.coroutine.internal.inspect.FiberSnapshot;
import io.coroutine.snapshot.CoroutineState;
import io.coroutine.snapshot.WaitKind;
import io.coroutine.snapshot.WorkingFor;
import org.jspecify.annotations.Nullable;

/**
 * Which coroutines to look at: those for which all holds that is not {@code null}.
 *
 * @param state what they do
 * @param stackMode where their frames are
 * @param loop the index of their event loop
 * @param waitingFor the kind of thing they wait for
 * @param olderThan they live for at least so long
 * @param path they work for a request to this path, or to one below it
 */
public record CoroutineFilter(@Nullable CoroutineState state, @Nullable StackMode stackMode, @Nullable Integer loop,
		@Nullable WaitKind waitingFor, @Nullable Duration olderThan, @Nullable String path) {

	/** All coroutines. */
	public static final CoroutineFilter ALL = new CoroutineFilter(null, null, null, null, null, null);

	/**
	 * Tell whether a coroutine is worth a look at its stack, from what is known without.
	 */
	boolean mayMatch(Fiber fiber) {
		return matches(StackMode.of(fiber), fiber.age()) && (this.path == null || isBelow(fiber.workingFor()))
				&& ((this.state == null && this.loop == null) || mayMatch(FiberSnapshot.of(fiber, false)));
	}

	private boolean mayMatch(Optional<FiberSnapshot> snapshot) {
		return snapshot.isPresent() && matches(snapshot.get().state(), snapshot.get().loop());
	}

	/**
	 * Tell whether a coroutine is one of them.
	 * @param info what it does
	 * @return whether it is
	 */
	public boolean matches(CoroutineInfo info) {
		return matches(info.stackMode(), info.age()) && (this.path == null || isBelow(info.workingFor()))
				&& matches(info.state(), info.loop()) && (this.waitingFor == null
						|| (info.waitingFor() != null && info.waitingFor().kind() == this.waitingFor));
	}

	private boolean matches(StackMode mode, Duration age) {
		return (this.stackMode == null || this.stackMode == mode)
				&& (this.olderThan == null || age.compareTo(this.olderThan) >= 0);
	}

	private boolean matches(CoroutineState found, @Nullable Integer on) {
		return (this.state == null || this.state == found) && (this.loop == null || this.loop.equals(on));
	}

	private boolean isBelow(@Nullable WorkingFor found) {
		if (found == null || this.path == null || !found.target().startsWith(this.path)) {
			return false;
		}
		return found.target().length() == this.path.length() || this.path.endsWith("/")
				|| found.target().charAt(this.path.length()) == '/';
	}

}
