package io.coroutine.actuate.dashboard;

import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

import io.coroutine.AdmissionSnapshot;
import io.coroutine.CoroutineRuntime;
import io.coroutine.RuntimeSnapshot;
import io.coroutine.RuntimeSnapshot.ModeSnapshot;
import io.coroutine.StackMode;
import io.coroutine.WaitSummary;
import io.coroutine.scheduler.LoopSnapshot;
import io.coroutine.scheduler.StackUse;
import io.coroutine.scheduler.StallSnapshot;
import org.jspecify.annotations.Nullable;

/**
 * The numbers that the page draws. All counts are since the start; the page makes rates
 * of them.
 *
 * @param application the name of the application, or an empty text
 * @param instance changes when the service is started anew
 * @param time when the numbers were taken
 * @param nanos the same on a clock that never jumps
 * @param engine what runs the coroutines
 * @param coroutines how many there are and were, by stack mode
 * @param stacks how the private stacks are used
 * @param loops the event loops
 * @param carriers the threads that take stalled loops over
 * @param stalls the last stalls, the latest first
 * @param waits what coroutines wait for
 * @param gates the gates
 */
record DashboardData(String application, String instance, Instant time, long nanos, Engine engine,
		Map<String, Coroutines> coroutines, StackUse stacks, List<Loop> loops, Carriers carriers, List<Stall> stalls,
		Waits waits, List<Gate> gates) {

	/** More do not help who looks. */
	private static final int WAIT_GROUPS = 12;

	static DashboardData of(String application, String instance, Instant time, long nanos, CoroutineRuntime runtime,
			RuntimeSnapshot snapshot, WaitSummary waits, List<AdmissionSnapshot> gates) {
		Map<String, Coroutines> modes = new TreeMap<>();
		for (StackMode mode : StackMode.values()) {
			ModeSnapshot numbers = snapshot.modes().get(mode);
			if (numbers != null) {
				modes.put(name(mode), Coroutines.of(numbers));
			}
		}
		return new DashboardData(application, instance, time, nanos, Engine.of(runtime), modes, snapshot.stackUse(),
				snapshot.loops().stream().map(Loop::of).toList(), Carriers.of(snapshot),
				runtime.recentStalls().stream().map(Stall::of).toList(), Waits.of(waits),
				gates.stream().map(Gate::of).toList());
	}

	private static String name(Enum<?> constant) {
		return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
	}

	record Engine(String name, String reason, String stackMode) {

		static Engine of(CoroutineRuntime runtime) {
			return new Engine(DashboardData.name(runtime.engine()), runtime.engineReason(),
					DashboardData.name(runtime.stackMode()));
		}

	}

	record Coroutines(long runnable, long running, long waiting, long started, long finished, long failed) {

		static Coroutines of(ModeSnapshot mode) {
			return new Coroutines(mode.runnable(), mode.running(), mode.waiting(), mode.counts().started(),
					mode.counts().finished(), mode.counts().failed());
		}

	}

	record Loop(int index, String state, int queued, long switches, long iterations, long wakeUps) {

		static Loop of(LoopSnapshot loop) {
			String idle = (loop.sleeping()) ? "sleeping" : "polling";
			return new Loop(loop.index(), (loop.running()) ? "running" : idle, loop.queued(), loop.switches(),
					loop.iterations(), loop.wakeups());
		}

	}

	record Carriers(int spare, long handOvers, long refused) {

		static Carriers of(RuntimeSnapshot snapshot) {
			return new Carriers(snapshot.spareCarriers(), snapshot.handOvers(), snapshot.refusedHandOvers());
		}

	}

	record Stall(long number, int loop, long coroutine, @Nullable String name, @Nullable String request, Instant since,
			long millis, boolean over, String outcome, List<String> stack) {

		static Stall of(StallSnapshot stall) {
			return new Stall(stall.number(), stall.loop(), stall.coroutineId(), stall.coroutineName(),
					Objects.toString(stall.workingFor(), null), stall.since(),
					TimeUnit.NANOSECONDS.toMillis(stall.duration().toNanos()), stall.over(),
					DashboardData.name(stall.outcome()),
					stall.stack().stream().map(StackTraceElement::toString).toList());
		}

	}

	record Waits(int looked, int waiting, List<WaitGroup> groups) {

		static Waits of(WaitSummary summary) {
			return new Waits(summary.looked(), summary.waiting(),
					summary.groups()
						.stream()
						.limit(WAIT_GROUPS)
						.map((group) -> new WaitGroup(DashboardData.name(group.kind()), group.text(), group.count()))
						.toList());
		}

	}

	record WaitGroup(String kind, String text, int count) {
	}

	record Gate(String name, int limit, int inUse, int queueLimit, int queued, long admitted, long rejected,
			long cancelled) {

		static Gate of(AdmissionSnapshot gate) {
			return new Gate(gate.name(), gate.limit(), gate.inUse(), gate.queueLimit(), gate.queued(), gate.admitted(),
					gate.rejected().values().stream().mapToLong(Long::longValue).sum(), gate.cancelled());
		}

	}

}
