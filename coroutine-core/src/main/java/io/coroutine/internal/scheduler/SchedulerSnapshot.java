package io.coroutine.internal.scheduler;

import java.util.List;
import java.util.Map;

import io.coroutine.internal.stack.FiberStates;
import io.coroutine.snapshot.CoroutineCounts;
import io.coroutine.snapshot.LatencySnapshot;
import io.coroutine.snapshot.LoopSnapshot;
import io.coroutine.snapshot.SocketKind;
import io.coroutine.snapshot.StackUse;

/**
 * What a scheduler has measured.
 *
 * @param shared the coroutines whose frames are on the heap while they wait
 * @param privateStacks the coroutines that own a whole stack
 * @param privateStates what those do that live
 * @param stackUse how those whole stacks are used
 * @param stackStart how long those waited who asked for one, until they ran
 * @param loops the event loops; none in the portable engine
 * @param switchLatency from runnable to running, over all loops
 * @param runSlice for how long a coroutine keeps the carrier, over all loops
 * @param handOvers how many times a stalled loop was taken over by a spare carrier
 * @param refusedHandOvers how many stalled loops found no spare carrier
 * @param spareCarriers how many carriers wait for a loop
 * @param spareCarrierLimit how many more carriers than loops there may be, those left out
 * that are kept by coroutines which wait
 * @param extraCarriers how many more there are now
 * @param socketsWaiting how many wait for sockets, by what these are used for; empty in
 * the portable engine
 */
public record SchedulerSnapshot(CoroutineCounts shared, CoroutineCounts privateStacks, FiberStates privateStates,
		StackUse stackUse, LatencySnapshot stackStart, List<LoopSnapshot> loops, LatencySnapshot switchLatency,
		LatencySnapshot runSlice, long handOvers, long refusedHandOvers, int spareCarriers, int spareCarrierLimit,
		int extraCarriers, Map<SocketKind, Long> socketsWaiting) {
}
