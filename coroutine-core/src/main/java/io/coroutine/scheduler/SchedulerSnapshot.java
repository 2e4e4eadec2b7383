package io.coroutine.scheduler;

import java.util.List;

/**
 * What a scheduler has measured.
 *
 * @param shared the coroutines whose frames are on the heap while they wait
 * @param privateStacks the coroutines that own a whole stack
 * @param stackUse how those whole stacks are used
 * @param loops the event loops; none in the portable engine
 * @param switchLatency from runnable to running, over all loops
 * @param handOvers how many times a stalled loop was taken over by a spare carrier
 * @param refusedHandOvers how many stalled loops found no spare carrier
 * @param spareCarriers how many carriers wait for a loop
 */
public record SchedulerSnapshot(FiberCounts shared, FiberCounts privateStacks, StackUse stackUse,
		List<LoopSnapshot> loops, LatencySnapshot switchLatency, long handOvers, long refusedHandOvers,
		int spareCarriers) {
}
