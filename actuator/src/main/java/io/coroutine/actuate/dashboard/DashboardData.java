package io.coroutine.actuate.dashboard;

import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

import io.coroutine.CoroutineRuntime;
import io.coroutine.RuntimeSnapshot;
import io.coroutine.RuntimeSnapshot.ModeSnapshot;
import io.coroutine.WaitSummary;
import io.coroutine.admission.AdmissionSnapshot;
import io.coroutine.snapshot.LoopSnapshot;
import io.coroutine.snapshot.LoopTimes;
import io.coroutine.snapshot.StackUse;
import io.coroutine.snapshot.StallSnapshot;
import org.jspecify.annotations.Nullable;

/**
 * The numbers that the page draws. All counts are since the start; the page makes rates
 * of them.
 *
 * @param origin where the numbers are from, and when they were taken
 * @param engine what runs the coroutines
 * @param coroutines how many there are and were, by stack mode
 * @param stacks how the private stacks are used
 * @param switchLatency from runnable to running, as {@link LatencyBuckets} counts it
 * @param loops the event loops
 * @param carriers the threads that take stalled loops over
 * @param stalls the last stalls, the latest first
 * @param waits what coroutines wait for
 * @param gates the gates
 * @param sockets how many sockets are waited for, by what they are used for
 */
record DashboardData(Origin origin, Engine engine, Map<String, Coroutines> coroutines, StackUse stacks,
		List<List<Long>> switchLatency, List<Loop> loops, Carriers carriers, List<Stall> stalls, Waits waits,
		List<Gate> gates, Map<String, Long> sockets) {

	/** More do not help who looks. */
	private static final int WAIT_GROUPS = 12;

	static DashboardData of(Origin origin, CoroutineRuntime runtime, List<List<Long>> switchLatency, WaitSummary waits,
			List<AdmissionSnapshot> gates) {
		RuntimeSnapshot snapshot = runtime.snapshot();
		Map<String, Coroutines> modes = new TreeMap<>();
		snapshot.modes().forEach((mode, numbers) -> modes.put(name(mode), Coroutines.of(numbers)));
		Map<String, Long> sockets = new TreeMap<>();
		snapshot.socketsWaiting().forEach((kind, count) -> sockets.put(name(kind), count));
		return new DashboardData(origin, Engine.of(runtime), modes, snapshot.stackUse(), switchLatency,
				snapshot.loops().stream().map(Loop::of).toList(), Carriers.of(snapshot),
				runtime.recentStalls().stream().map(Stall::of).toList(), Waits.of(waits),
				gates.stream().map(Gate::of).toList(), sockets);
	}

	private static String name(Enum<?> constant) {
		return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
	}

	/**
	 * Where numbers are from.
	 *
	 * @param application the name of the application, or an empty text
	 * @param instance changes when the service is started anew
	 * @param time when the numbers were taken
	 * @param nanos the same on a clock that never jumps
	 */
	record Origin(String application, String instance, Instant time, long nanos) {
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

	record Loop(int index, String state, boolean stalled, int queued, int timers, long switches, long stalls,
			LoopTimes times) {

		static Loop of(LoopSnapshot loop) {
			String idle = (loop.sleeping()) ? "sleeping" : "polling";
			return new Loop(loop.index(), (loop.running()) ? "running" : idle, loop.stalled(), loop.queued(),
					loop.timers(), loop.switches(), loop.stalls(), loop.times());
		}

	}

	record Carriers(int spare, int limit, int extra, long handOvers, long refused) {

		static Carriers of(RuntimeSnapshot snapshot) {
			return new Carriers(snapshot.spareCarriers(), snapshot.spareCarrierLimit(), snapshot.extraCarriers(),
					snapshot.handOvers(), snapshot.refusedHandOvers());
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
