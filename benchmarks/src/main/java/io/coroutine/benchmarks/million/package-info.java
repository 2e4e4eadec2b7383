/**
 * Parks millions of coroutines at once, tells what each costs, and wakes them all. Start
 * it with {@code benchmarks/million/run}.
 */
@NullMarked
package io.coroutine.benchmarks.million;

import org.jspecify.annotations.NullMarked;
