/**
 * What a dump of very many coroutines costs, and those who are served meanwhile. Start it
 * with {@code benchmarks/dump/run}.
 */
@NullMarked
package io.coroutine.benchmarks.dump;

import org.jspecify.annotations.NullMarked;
