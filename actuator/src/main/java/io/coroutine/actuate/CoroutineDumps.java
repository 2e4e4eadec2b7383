package io.coroutine.actuate;

import java.util.Optional;

import io.coroutine.Coroutine;
import io.coroutine.CoroutineFilter;
import io.coroutine.CoroutineRuntime;
import io.coroutine.Introspection;

/**
 * Looks at the coroutines of a runtime and cancels them, for the endpoint and its
 * extensions. Any thread may call it.
 */
final class CoroutineDumps {

	private static final int NOT_FOUND = 404;

	private static final int CONFLICT = 409;

	private final DumpThread thread = new DumpThread();

	private final CoroutineRuntime runtime;

	CoroutineDumps(CoroutineRuntime runtime) {
		this.runtime = runtime;
	}

	/**
	 * Take a dump.
	 * @throws InvalidRequestException if a filter means nothing, or coroutines are only
	 * counted
	 */
	DumpDescriptor dump(DumpFilters filters) {
		checkIntrospection();
		CoroutineFilter filter = filters.filter();
		int limit = filters.most();
		return this.thread.call(() -> DumpDescriptor.of(this.runtime.dump(filter, limit)));
	}

	/**
	 * Look at one coroutine.
	 * @throws InvalidRequestException if there is none of this number
	 */
	CoroutineDescriptor look(String id) {
		return CoroutineDescriptor.of(find(id).flatMap(Coroutine::stack).orElseThrow(() -> unknown(id)));
	}

	/**
	 * Cancel a coroutine.
	 * @throws InvalidRequestException if there is none of this number
	 */
	void cancel(String id) {
		find(id).orElseThrow(() -> unknown(id)).cancel();
	}

	private Optional<Coroutine> find(String id) {
		checkIntrospection();
		try {
			return this.runtime.find(Long.parseLong(id));
		}
		catch (NumberFormatException ex) {
			throw unknown(id);
		}
	}

	private static InvalidRequestException unknown(String id) {
		return new InvalidRequestException(NOT_FOUND, "No live coroutine has the number '" + id
				+ "': it may have ended. The path 'dump' shows those that live");
	}

	private void checkIntrospection() {
		if (this.runtime.introspection() != Introspection.FULL) {
			throw new InvalidRequestException(CONFLICT, "Coroutines are only counted here, so they cannot be shown: "
					+ "set coroutine.introspection=full and start the application again");
		}
	}

}
