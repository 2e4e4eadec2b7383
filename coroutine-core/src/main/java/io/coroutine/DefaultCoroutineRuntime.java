package io.coroutine;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

import io.coroutine.internal.fiber.Fiber;
import io.coroutine.internal.loop.EventLoopGroup;
import io.coroutine.internal.scheduler.Scheduler;
import io.coroutine.snapshot.StallSnapshot;
import org.jspecify.annotations.Nullable;

/**
 * The {@link CoroutineRuntime} over a scheduler.
 */
record DefaultCoroutineRuntime(Engine engine, String engineReason, StackMode stackMode, long privateStackBytes,
		Introspection introspection, Scheduler scheduler, Duration shutdownGrace,
		@Nullable ContextInheritance inheritance) implements CoroutineRuntime, Scheduler.Behind {

	private static final System.Logger logger = System.getLogger(CoroutineRuntime.class.getName());

	/** The runtimes whose shutdown is not over. */
	private static final Map<Scheduler, DefaultCoroutineRuntime> running = new ConcurrentHashMap<>();

	DefaultCoroutineRuntime {
		running.put(scheduler, this);
	}

	static CoroutineRuntime ofCaller() {
		Fiber caller = Fiber.current();
		if (caller == null) {
			throw new IllegalStateException("The caller is no coroutine: give the runtime to use");
		}
		CoroutineRuntime runtime = of(caller);
		if (runtime == null) {
			throw new IllegalStateException("The coroutine runtime is shut down");
		}
		return runtime;
	}

	static @Nullable DefaultCoroutineRuntime of(Fiber fiber) {
		return running.get(Scheduler.of(fiber));
	}

	@Override
	public CoroutineBuilder coroutine() {
		return new CoroutineBuilder(this, this.privateStackBytes, this.inheritance);
	}

	@Override
	public RuntimeSnapshot snapshot() {
		return RuntimeSnapshot.of(this.engine, this.engineReason, this.scheduler.snapshot());
	}

	@Override
	public List<StallSnapshot> recentStalls() {
		EventLoopGroup loops = this.scheduler.loops();
		return (loops != null) ? loops.recentStalls() : List.of();
	}

	@Override
	public WaitSummary waits(int sampleSize) {
		if (sampleSize < 1) {
			throw new IllegalArgumentException("The size of the sample must be 1 or more, not " + sampleSize);
		}
		return WaitSummary.of(this.scheduler.sample(sampleSize));
	}

	@Override
	public Stream<CoroutineInfo> coroutines() {
		checkIntrospection();
		return this.scheduler.live().stream().flatMap((fiber) -> CoroutineInfo.of(fiber, false).stream());
	}

	@Override
	public Optional<Coroutine> find(long id) {
		checkIntrospection();
		return Optional.ofNullable(this.scheduler.find(id)).filter((fiber) -> !fiber.isDone()).map(Coroutine::new);
	}

	@Override
	public CoroutineDump dump(CoroutineFilter filter, int limit) {
		checkIntrospection();
		return new DumpCollector(filter).collect(this.scheduler.live(), limit);
	}

	private void checkIntrospection() {
		if (this.introspection != Introspection.FULL) {
			throw new IllegalStateException("The runtime only counts its coroutines, so they cannot be listed: "
					+ "start it with the introspection FULL, in Spring Boot coroutine.introspection=full");
		}
	}

	@Override
	public int shutdown(Duration grace) {
		int left = this.scheduler.shutdown(grace);
		running.remove(this.scheduler);
		return left;
	}

	@Override
	public void close() {
		int left = shutdown(this.shutdownGrace);
		if (left > 0) {
			logger.log(System.Logger.Level.WARNING,
					"{0} coroutines had not ended {1} after they were cancelled; they go on, and nobody waits for them",
					left, this.shutdownGrace);
		}
	}

}
