package io.coroutine.actuate;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import io.coroutine.CoroutineRuntime;
import io.coroutine.Hook;
import io.coroutine.RuntimeSnapshot;
import io.coroutine.RuntimeSnapshot.ModeSnapshot;
import io.coroutine.admission.AdmissionGate;
import io.coroutine.admission.AdmissionSnapshot;
import io.coroutine.snapshot.LatencySnapshot;
import io.coroutine.snapshot.LoopSnapshot;
import io.coroutine.snapshot.LoopTimes;
import io.coroutine.snapshot.StackUse;

import org.springframework.boot.actuate.endpoint.OperationResponseBody;

/**
 * What the endpoint answers. All counts are since the start of the runtime.
 *
 * @param engine what runs the coroutines
 * @param coroutines how many there are and were
 * @param switches how often coroutines were switched
 * @param handOvers what the guard against stalled loops did
 * @param privateStacks how the private stacks are used
 * @param socketsWaiting how many wait for sockets, by what these are used for; empty in
 * the portable engine
 * @param loops the event loops; none in the portable engine
 * @param gates what limits how many are let in, such as to a connection pool
 * @param hooks how code that knows nothing of coroutines comes onto the engine
 */
public record CoroutinesDescriptor(EngineDescriptor engine, CoroutineCounts coroutines, SwitchesDescriptor switches,
		HandOversDescriptor handOvers, StackUse privateStacks, Map<String, Long> socketsWaiting,
		List<LoopDescriptor> loops, List<GateDescriptor> gates,
		List<HookDescriptor> hooks) implements OperationResponseBody {

	static CoroutinesDescriptor of(CoroutineRuntime runtime, RuntimeSnapshot snapshot, List<AdmissionGate> gates,
			List<Hook> hooks) {
		Map<String, Long> sockets = new LinkedHashMap<>();
		snapshot.socketsWaiting().forEach((kind, count) -> sockets.put(Names.of(kind), count));
		return new CoroutinesDescriptor(EngineDescriptor.of(runtime), CoroutineCounts.of(snapshot),
				SwitchesDescriptor.of(snapshot), HandOversDescriptor.of(snapshot), snapshot.stackUse(), sockets,
				snapshot.loops().stream().map(LoopDescriptor::of).toList(),
				gates.stream().map((gate) -> GateDescriptor.of(gate.snapshot())).toList(),
				hooks.stream().map(HookDescriptor::of).toList());
	}

	/**
	 * What runs the coroutines.
	 *
	 * @param name {@code event-loop} or {@code portable}
	 * @param reason why this engine was chosen
	 * @param stackMode the mode of coroutines that do not ask for one: {@code shared} or
	 * {@code private}
	 */
	public record EngineDescriptor(String name, String reason, String stackMode) {

		static EngineDescriptor of(CoroutineRuntime runtime) {
			return new EngineDescriptor(Names.of(runtime.engine()), runtime.engineReason(),
					Names.of(runtime.stackMode()));
		}

	}

	/**
	 * How many coroutines there are and were.
	 *
	 * @param live those that have started and not ended
	 * @param runnable the live ones that wait for their turn
	 * @param running the live ones that run
	 * @param waiting the live ones that wait for something else
	 * @param stackModes the same by stack mode
	 */
	public record CoroutineCounts(long live, long runnable, long running, long waiting,
			Map<String, ModeDescriptor> stackModes) {

		static CoroutineCounts of(RuntimeSnapshot snapshot) {
			Map<String, ModeDescriptor> modes = new LinkedHashMap<>();
			snapshot.modes().forEach((mode, numbers) -> modes.put(Names.of(mode), ModeDescriptor.of(numbers)));
			return new CoroutineCounts(snapshot.live(),
					modes.values().stream().mapToLong(ModeDescriptor::runnable).sum(),
					modes.values().stream().mapToLong(ModeDescriptor::running).sum(),
					modes.values().stream().mapToLong(ModeDescriptor::waiting).sum(), modes);
		}

	}

	/**
	 * How many coroutines of a stack mode there are and were.
	 *
	 * @param live those that have started and not ended
	 * @param runnable the live ones that wait for their turn
	 * @param running the live ones that run
	 * @param waiting the live ones that wait for something else
	 * @param started those that have been started
	 * @param finished those that have ended
	 * @param failed those of the finished that ended with an exception
	 */
	public record ModeDescriptor(long live, long runnable, long running, long waiting, long started, long finished,
			long failed) {

		static ModeDescriptor of(ModeSnapshot mode) {
			return new ModeDescriptor(mode.counts().live(), mode.runnable(), mode.running(), mode.waiting(),
					mode.counts().started(), mode.counts().finished(), mode.counts().failed());
		}

	}

	/**
	 * How often coroutines were switched.
	 *
	 * @param count how many times a coroutine was given a carrier
	 * @param adopted how many of these were virtual threads that the application has
	 * started itself inside of coroutines
	 * @param latencyNanoseconds the time from runnable to running
	 */
	public record SwitchesDescriptor(long count, long adopted, LatencyDescriptor latencyNanoseconds) {

		static SwitchesDescriptor of(RuntimeSnapshot snapshot) {
			return new SwitchesDescriptor(snapshot.loops().stream().mapToLong(LoopSnapshot::switches).sum(),
					snapshot.loops().stream().mapToLong(LoopSnapshot::adoptedSwitches).sum(),
					LatencyDescriptor.of(snapshot.switchLatency()));
		}

	}

	/**
	 * A latency since the start.
	 *
	 * @param samples how many were measured
	 * @param p50 half were shorter
	 * @param p99 99 % were shorter
	 * @param max the longest
	 */
	public record LatencyDescriptor(long samples, long p50, long p99, long max) {

		static LatencyDescriptor of(LatencySnapshot latency) {
			return new LatencyDescriptor(latency.samples(), latency.p50(), latency.p99(), latency.max());
		}

	}

	/**
	 * What the guard against stalled loops did.
	 *
	 * @param count how many times a stalled loop was taken over by a spare carrier
	 * @param refused how many times there was no carrier for that
	 * @param spareCarriers how many carriers wait for a loop
	 * @param spareCarrierLimit how many more carriers than loops there may be, those left
	 * out that are kept by coroutines which wait
	 * @param extraCarriers how many more there are now
	 */
	public record HandOversDescriptor(long count, long refused, int spareCarriers, int spareCarrierLimit,
			int extraCarriers) {

		static HandOversDescriptor of(RuntimeSnapshot snapshot) {
			return new HandOversDescriptor(snapshot.handOvers(), snapshot.refusedHandOvers(), snapshot.spareCarriers(),
					snapshot.spareCarrierLimit(), snapshot.extraCarriers());
		}

	}

	/**
	 * An event loop.
	 *
	 * @param index its place, from 0
	 * @param state {@code running} a coroutine, {@code polling} for work, or
	 * {@code sleeping}
	 * @param stalled whether a coroutine occupies the loop for too long now, and no other
	 * carrier has taken it over
	 * @param stalls how many times a coroutine has occupied the loop for too long
	 * @param queued how many elements are ready and wait for their turn
	 * @param timers how many timers there are
	 * @param started the coroutines that were started on this loop
	 * @param finished those of them that have ended
	 * @param failed those of the finished that ended with an exception
	 * @param switches how many times a coroutine was given the carrier
	 * @param adoptedSwitches how many of these were virtual threads that the application
	 * has started itself inside of coroutines
	 * @param iterations how many times the loop has gone round
	 * @param wakeUps how many times it has slept
	 * @param timeNanoseconds what the loop has done with its time
	 * @param switchLatencyNanoseconds the time from runnable to running
	 * @param runSliceNanoseconds for how long a coroutine keeps the carrier
	 */
	public record LoopDescriptor(int index, String state, boolean stalled, long stalls, int queued, int timers,
			long started, long finished, long failed, long switches, long adoptedSwitches, long iterations,
			long wakeUps, LoopTimes timeNanoseconds, LatencyDescriptor switchLatencyNanoseconds,
			LatencyDescriptor runSliceNanoseconds) {

		static LoopDescriptor of(LoopSnapshot loop) {
			String idle = (loop.sleeping()) ? "sleeping" : "polling";
			return new LoopDescriptor(loop.index(), (loop.running()) ? "running" : idle, loop.stalled(), loop.stalls(),
					loop.queued(), loop.timers(), loop.coroutines().started(), loop.coroutines().finished(),
					loop.coroutines().failed(), loop.switches(), loop.adoptedSwitches(), loop.iterations(),
					loop.wakeups(), loop.times(), LatencyDescriptor.of(loop.switchLatency()),
					LatencyDescriptor.of(loop.runSlice()));
		}

	}

	/**
	 * A gate.
	 *
	 * @param name its name; that of a connection pool is the name of the bean
	 * @param limit how many may be in at once
	 * @param inUse how many are in
	 * @param queueLimit how many may wait
	 * @param queued how many wait
	 * @param admitted how many were let in
	 * @param rejected how many were turned away, by reason
	 * @param cancelled how many were interrupted while they waited
	 * @param waited how many of those that were let in had to wait
	 * @param waitNanoseconds how long these have waited together
	 * @param longestWaitNanoseconds how long one of these has waited at most
	 */
	public record GateDescriptor(String name, int limit, int inUse, int queueLimit, int queued, long admitted,
			Map<String, Long> rejected, long cancelled, long waited, long waitNanoseconds,
			long longestWaitNanoseconds) {

		static GateDescriptor of(AdmissionSnapshot gate) {
			Map<String, Long> rejected = new TreeMap<>();
			gate.rejected().forEach((reason, count) -> rejected.put(Names.of(reason), count));
			return new GateDescriptor(gate.name(), gate.limit(), gate.inUse(), gate.queueLimit(), gate.queued(),
					gate.admitted(), rejected, gate.cancelled(), gate.waited(), gate.totalWait().toNanos(),
					gate.longestWait().toNanos());
		}

	}

	/**
	 * A hook.
	 *
	 * @param name its name
	 * @param inForce whether it is in force
	 * @param reason why it is, or why not
	 */
	public record HookDescriptor(String name, boolean inForce, String reason) {

		static HookDescriptor of(Hook hook) {
			Hook.Status status = hook.status();
			return new HookDescriptor(hook.name(), status.inForce(), status.reason());
		}

	}

}
