package io.coroutine.benchmarks.micro

import kotlin.coroutines.Continuation
import kotlin.coroutines.resume
import kotlinx.coroutines.CoroutineScope
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.cancel
import kotlinx.coroutines.launch
import kotlinx.coroutines.runBlocking
import kotlinx.coroutines.suspendCancellableCoroutine
import kotlinx.coroutines.yield

/**
 * Coroutines of Kotlin that wait until they are woken, and wait again.
 */
class KotlinCrowd(private val live: Int) : AutoCloseable {

	private val waiting = arrayOfNulls<Continuation<Unit>>(live)

	private val scope = CoroutineScope(Dispatchers.Default)

	private var waits = 0L

	private var next = 0

	init {
		runBlocking(Dispatchers.Default) {
			for (i in 0 until live) {
				scope.launch {
					while (true) {
						suspendCancellableCoroutine {
							waiting[i] = it
							waits++
						}
					}
				}
			}
			awaitWaits(live.toLong())
		}
	}

	/** Wake the next ones, a batch at a time, and let each wait again. */
	fun wake(batches: Int, batch: Int) = runBlocking(Dispatchers.Default) {
		repeat(batches) {
			val target = waits + batch
			repeat(batch) {
				waiting[next]!!.resume(Unit)
				next = (next + 1) % live
			}
			awaitWaits(target)
		}
	}

	private suspend fun awaitWaits(target: Long) {
		while (waits < target) {
			yield()
		}
	}

	override fun close() {
		scope.cancel()
	}

}
