package io.coroutine.snapshot;

/**
 * What an event loop has measured.
 *
 * @param index the place of the loop, from 0
 * @param queued how many elements are ready and wait for their turn
 * @param timers how many timers there are; a time-out may stay for a while after its wait
 * has ended
 * @param running whether a coroutine runs now
 * @param sleeping whether the loop waits for something to happen
 * @param stalled whether a coroutine occupies the loop for too long, and no other carrier
 * has taken it over
 * @param coroutines those that were started on this loop, wherever they are now
 * @param switches how many times a coroutine was given the carrier
 * @param adoptedSwitches how many of the switches were to virtual threads that the
 * application has started itself inside of coroutines
 * @param iterations how many times the loop has gone round
 * @param wakeups how many times it has slept
 * @param taken how many coroutines it has taken from loops that were stuck or overloaded
 * @param stalls how many times a coroutine has occupied the loop for too long
 * @param times what the loop has done with its time
 * @param switchLatency from runnable to running
 * @param runSlice for how long a coroutine keeps the carrier
 */
public record LoopSnapshot(int index, int queued, int timers, boolean running, boolean sleeping, boolean stalled,
		CoroutineCounts coroutines, long switches, long adoptedSwitches, long iterations, long wakeups, long taken,
		long stalls, LoopTimes times, LatencySnapshot switchLatency, LatencySnapshot runSlice) {
}
