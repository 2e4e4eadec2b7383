package io.coroutine.internal.stall;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

import io.coroutine.internal.fiber.Fiber;
import io.coroutine.snapshot.StallOutcome;
import io.coroutine.snapshot.StallSnapshot;
import io.coroutine.snapshot.WorkingFor;
import org.jspecify.annotations.Nullable;

/**
 * What is kept of a {@link Stall}: no reference to the coroutine, so that a record may
 * outlive it. Written by the watchdog, and {@link #end} once by whoever ends the stall;
 * read by any thread. Each field is whole by itself, so volatile fields are enough.
 */
final class StallRecord {

	private static final long LASTS = -1;

	private final long number;

	private final int loop;

	private final long coroutineId;

	private final @Nullable String coroutineName;

	private final @Nullable WorkingFor workingFor;

	private final long sinceNanos;

	private final Instant since;

	private volatile List<StackTraceElement> stack = List.of();

	private volatile StallOutcome outcome = StallOutcome.NONE;

	private volatile long nanos = LASTS;

	StallRecord(long number, int loop, @Nullable Fiber culprit, long sinceNanos) {
		this.number = number;
		this.loop = loop;
		this.coroutineId = (culprit != null) ? culprit.id() : 0;
		this.coroutineName = (culprit != null) ? culprit.name() : null;
		this.workingFor = (culprit != null) ? culprit.workingFor() : null;
		this.sinceNanos = sinceNanos;
		this.since = Instant.now().minusNanos(System.nanoTime() - sinceNanos);
	}

	@Nullable WorkingFor workingFor() {
		return this.workingFor;
	}

	void stack(List<StackTraceElement> frames) {
		this.stack = frames;
	}

	void outcome(StallOutcome value) {
		this.outcome = value;
	}

	void end(long occupiedNanos) {
		this.nanos = occupiedNanos;
	}

	StallSnapshot snapshot() {
		long ended = this.nanos;
		boolean over = ended != LASTS;
		Duration duration = Duration.ofNanos((over) ? ended : System.nanoTime() - this.sinceNanos);
		return new StallSnapshot(this.number, this.loop, this.coroutineId, this.coroutineName, this.workingFor,
				this.since, duration, over, this.outcome, this.stack);
	}

}
