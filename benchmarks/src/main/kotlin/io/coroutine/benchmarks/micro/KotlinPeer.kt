package io.coroutine.benchmarks.micro

import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.channels.Channel
import kotlinx.coroutines.launch
import kotlinx.coroutines.runBlocking
import kotlinx.coroutines.yield

/**
 * What the benchmarks measure, done by Kotlin's coroutines on their own scheduler. The
 * benchmarks see to it that this has one worker, so plain counters do.
 */
object KotlinPeer {

	/** Two coroutines yield to one another. */
	@JvmStatic
	fun yieldToEachOther(yields: Int) = runBlocking(Dispatchers.Default) {
		repeat(2) {
			launch {
				repeat(yields) {
					yield()
				}
			}
		}
	}

	/** Two coroutines hand a value to and fro. */
	@JvmStatic
	fun handToAndFro(rounds: Int) = runBlocking(Dispatchers.Default) {
		val there = Channel<Int>(Channel.RENDEZVOUS)
		val back = Channel<Int>(Channel.RENDEZVOUS)
		launch {
			repeat(rounds) {
				back.send(there.receive() + 1)
			}
		}
		var value = 0
		repeat(rounds) {
			there.send(value)
			value = back.receive()
		}
		check(value == rounds)
	}

	/** A generator: a call for each value, without a scheduler. */
	@JvmStatic
	fun generate(values: Int) {
		val generator = sequence {
			repeat(values) {
				yield(it)
			}
		}
		check(generator.count() == values)
	}

	/** Coroutines are created, run and end, a batch at a time. */
	@JvmStatic
	fun createAndFinish(batches: Int, batch: Int) = runBlocking(Dispatchers.Default) {
		var finished = 0
		for (i in 1..batches) {
			repeat(batch) {
				launch {
					finished++
				}
			}
			while (finished < i * batch) {
				yield()
			}
		}
	}

}
