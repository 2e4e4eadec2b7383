package io.coroutine.spring.resilience4j;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;

import io.coroutine.ContextInheritance;
import io.coroutine.local.CoroutineLocal;
import io.coroutine.local.CoroutineLocalSnapshot;
import io.github.resilience4j.core.ContextPropagator;
import org.jspecify.annotations.Nullable;

/**
 * Carries to the threads of Resilience4j's pools what coroutines inherit: the inherited
 * coroutine-locals, and all that the {@link ContextInheritance} takes from the caller.
 * Coroutines need no propagator, as they inherit all of it by themselves.
 * <p>
 * May be used by any thread. What ends the context is kept by the thread that has put it
 * in force, in a stack, as Resilience4j clears there what it has copied, the last first.
 * It clears even what it could not copy: so each entry names what it belongs to.
 */
public final class RequestContextPropagator implements ContextPropagator<RequestContextPropagator.Context> {

	private static final ThreadLocal<Deque<Installed>> installed = ThreadLocal.withInitial(ArrayDeque::new);

	private final @Nullable ContextInheritance inheritance;

	private RequestContextPropagator(@Nullable ContextInheritance inheritance) {
		this.inheritance = inheritance;
	}

	/**
	 * Create a propagator.
	 * @param inheritance takes the context over, or {@code null} for coroutine-locals
	 * only
	 * @return the propagator
	 */
	public static RequestContextPropagator of(@Nullable ContextInheritance inheritance) {
		return new RequestContextPropagator(inheritance);
	}

	@Override
	public Supplier<Optional<Context>> retrieve() {
		return () -> Optional
			.of(new Context(CoroutineLocal.snapshot(), (this.inheritance != null) ? this.inheritance.capture() : null));
	}

	@Override
	public Consumer<Optional<Context>> copy() {
		return (context) -> context.ifPresent(RequestContextPropagator::install);
	}

	private static void install(Context context) {
		CoroutineLocalSnapshot.Scope locals = context.locals.restore();
		boolean done = false;
		try {
			Runnable end = (context.captured != null) ? context.captured.install() : () -> {
			};
			installed.get().push(new Installed(context, locals, end));
			done = true;
		}
		finally {
			if (!done) {
				locals.close();
			}
		}
	}

	@Override
	public Consumer<Optional<Context>> clear() {
		return (context) -> context.ifPresent(RequestContextPropagator::end);
	}

	private static void end(Context context) {
		Deque<Installed> stack = installed.get();
		Installed top = stack.peek();
		if (top != null && top.context == context) {
			stack.pop();
			try (CoroutineLocalSnapshot.Scope _ = top.locals) {
				top.end.run();
			}
		}
		if (stack.isEmpty()) {
			installed.remove();
		}
	}

	/**
	 * What a caller had.
	 */
	public static final class Context {

		private final CoroutineLocalSnapshot locals;

		private final ContextInheritance.@Nullable Captured captured;

		private Context(CoroutineLocalSnapshot locals, ContextInheritance.@Nullable Captured captured) {
			this.locals = locals;
			this.captured = captured;
		}

	}

	private record Installed(Context context, CoroutineLocalSnapshot.Scope locals, Runnable end) {
	}

}
