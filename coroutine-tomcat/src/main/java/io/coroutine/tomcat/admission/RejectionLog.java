package io.coroutine.tomcat.admission;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;

import io.coroutine.admission.AdmissionRejectedException;
import org.apache.juli.logging.Log;
import org.apache.juli.logging.LogFactory;

/**
 * Tells that requests are turned away: at most every ten seconds, as it happens most
 * often when there is no time for it. Any thread may call it.
 */
final class RejectionLog {

	private static final Log log = LogFactory.getLog(AdmissionValve.class);

	private static final long PAUSE_NANOS = TimeUnit.SECONDS.toNanos(10);

	private final LongAdder untold = new LongAdder();

	private final AtomicLong next = new AtomicLong(System.nanoTime());

	void rejected(AdmissionRejectedException rejection) {
		this.untold.increment();
		long now = System.nanoTime();
		long due = this.next.get();
		if (now - due >= 0 && this.next.compareAndSet(due, now + PAUSE_NANOS)) {
			log.warn("Requests are turned away with the status 503, " + this.untold.sumThenReset()
					+ " since this was last said: " + rejection.getMessage());
		}
	}

}
