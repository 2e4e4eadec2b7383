package io.coroutine.classpath.interrupts;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;

import io.coroutine.scope.Deadline;
import io.coroutine.scope.DeadlineExceededException;

/**
 * What happens to code while it runs in a coroutine.
 */
enum Disturbance {

	/** Nothing. */
	NONE {
		@Override
		void during(Callable<?> code) throws Exception {
			code.call();
		}
	},

	/** Its deadline passes, and it waits for that when it is done. */
	DEADLINE {
		@Override
		void during(Callable<?> code) throws Exception {
			try {
				Deadline.within(Duration.ofMillis(1), () -> {
					code.call();
					new CountDownLatch(1).await();
					return true;
				});
			}
			catch (DeadlineExceededException ex) {
				if (!(ex.getCause() instanceof InterruptedException)) {
					throw ex;
				}
			}
		}
	},

	/** It is interrupted again and again by somebody who does not care. */
	INTERRUPTS {
		@Override
		void during(Callable<?> code) throws Exception {
			Thread owner = Thread.currentThread();
			AtomicBoolean done = new AtomicBoolean();
			Thread sender = Thread.ofPlatform().start(() -> {
				do {
					owner.interrupt();
				}
				while (!done.get());
			});
			try {
				code.call();
			}
			finally {
				done.set(true);
				while (sender.isAlive()) {
					boolean _ = Thread.interrupted();
					Thread.onSpinWait();
				}
				boolean _ = Thread.interrupted();
			}
		}
	};

	abstract void during(Callable<?> code) throws Exception;

}
