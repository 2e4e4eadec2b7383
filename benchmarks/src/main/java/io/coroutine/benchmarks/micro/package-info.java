/**
 * JMH benchmarks of the coroutines and their peers. Start them with
 * {@code benchmarks/micro/run}.
 */
@NullMarked
package io.coroutine.benchmarks.micro;

import org.jspecify.annotations.NullMarked;
