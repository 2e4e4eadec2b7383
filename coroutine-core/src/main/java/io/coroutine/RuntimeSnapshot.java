package io.coroutine;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;

import io.coroutine.internal.scheduler.SchedulerSnapshot;
import io.coroutine.internal.stack.FiberStates;
import io.coroutine.snapshot.CoroutineCounts;
import io.coroutine.snapshot.LatencySnapshot;
import io.coroutine.snapshot.LoopSnapshot;
import io.coroutine.snapshot.SocketKind;
import io.coroutine.snapshot.StackUse;

/**
 * What a runtime has measured since its start. The numbers are read one after the other
 * while the runtime goes on.
 *
 * @param engine what runs the coroutines
 * @param engineReason why
 * @param modes the coroutines by stack mode
 * @param stackUse how the private stacks are used
 * @param stackStart how long those waited who asked for a private stack, until they ran
 * @param loops the event loops; none in the portable engine
 * @param switchLatency from runnable to running, over all loops; only of shared stacks
 * @param runSlice for how long a coroutine keeps the carrier until it gives it back, over
 * all loops; only of shared stacks
 * @param handOvers how many times a stalled loop was taken over by a spare carrier
 * @param refusedHandOvers how many stalled loops found no carrier
 * @param spareCarriers how many carriers wait for a loop
 * @param spareCarrierLimit how many more carriers than loops there may be, those left out
 * that are kept by coroutines which wait
 * @param extraCarriers how many more there are now, as so many are kept by coroutines
 * which wait
 * @param socketsWaiting how many wait for sockets, by what these are used for; empty in
 * the portable engine
 */
public record RuntimeSnapshot(Engine engine, String engineReason, Map<StackMode, ModeSnapshot> modes, StackUse stackUse,
		LatencySnapshot stackStart, List<LoopSnapshot> loops, LatencySnapshot switchLatency, LatencySnapshot runSlice,
		long handOvers, long refusedHandOvers, int spareCarriers, int spareCarrierLimit, int extraCarriers,
		Map<SocketKind, Long> socketsWaiting) {

	/**
	 * The coroutines of a stack mode.
	 *
	 * @param counts how many there were
	 * @param runnable how many live ones wait for their turn
	 * @param running how many live ones run
	 * @param waiting how many live ones wait for something else
	 */
	public record ModeSnapshot(CoroutineCounts counts, long runnable, long running, long waiting) {
	}

	static RuntimeSnapshot of(Engine engine, String reason, SchedulerSnapshot scheduler) {
		Map<StackMode, ModeSnapshot> modes = new EnumMap<>(StackMode.class);
		long live = scheduler.shared().live();
		long running = Math.min(scheduler.loops().stream().filter(LoopSnapshot::running).count(), live);
		long runnable = Math.min(scheduler.loops().stream().mapToLong(LoopSnapshot::queued).sum(), live - running);
		modes.put(StackMode.SHARED, new ModeSnapshot(scheduler.shared(), runnable, running, live - running - runnable));
		FiberStates states = scheduler.privateStates();
		modes.put(StackMode.PRIVATE,
				new ModeSnapshot(scheduler.privateStacks(), states.runnable(), states.running(), states.waiting()));
		return new RuntimeSnapshot(engine, reason, modes, scheduler.stackUse(), scheduler.stackStart(),
				scheduler.loops(), scheduler.switchLatency(), scheduler.runSlice(), scheduler.handOvers(),
				scheduler.refusedHandOvers(), scheduler.spareCarriers(), scheduler.spareCarrierLimit(),
				scheduler.extraCarriers(), scheduler.socketsWaiting());
	}

	/**
	 * Return how many coroutines live, in all stack modes.
	 * @return the number
	 */
	public long live() {
		return this.modes.values().stream().mapToLong((mode) -> mode.counts().live()).sum();
	}

}
