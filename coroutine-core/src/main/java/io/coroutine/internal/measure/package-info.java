/**
 * Counters and latencies of a loop, written by one thread and read by others, and limits
 * of rates. Read {@link io.coroutine.internal.measure.LoopStatistics} first. It uses
 * HdrHistogram. The numbers of a loop are written by its carrier only; each class says
 * so. Any thread may read.
 */
@NullMarked
package io.coroutine.internal.measure;

import org.jspecify.annotations.NullMarked;
