package io.coroutine.internal.name;

import java.net.UnknownHostException;
import java.net.spi.InetAddressResolver;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import io.coroutine.snapshot.NameLookupCounts;
import org.jspecify.annotations.Nullable;

/**
 * The look-ups of one runtime: so many at once, each on a platform thread, and the others
 * queued. Who asks what is being looked up already waits for the same answer. Nothing is
 * kept once it is answered, as the JDK has its cache.
 * <p>
 * Any thread may call. A look-up is <em>unfinished</em> from the question to the answer,
 * and one may <em>join</em> it until its first caller gives up: then the next who asks
 * begins anew, in case that the name service has lost the first question. A look-up that
 * all have given up is taken out of the queue; once it runs nothing ends it but its
 * answer, and its thread counts until then. The lock guards all that, so a caller never
 * joins a look-up that is answered, taken out or failed.
 */
public final class NameLookups {

	private static final long IDLE_SECONDS = 1;

	private final Object lock = new Object();

	private final Map<NameQuestion<?>, NameLookup<?>> joinable = new HashMap<>();

	private final Set<NameLookup<?>> unfinished = new HashSet<>();

	private boolean closed;

	private final ThreadPoolExecutor threads;

	private final Duration timeout;

	private final NameLookupStatistics statistics = new NameLookupStatistics();

	/**
	 * Create the look-ups.
	 * @param timeout how long each caller waits
	 * @param maxConcurrent how many look-ups there may be at once
	 */
	NameLookups(Duration timeout, int maxConcurrent) {
		// Threads without what belongs to the coroutine that happens to need a new one
		this(timeout, maxConcurrent,
				Thread.ofPlatform()
					.daemon()
					.inheritInheritableThreadLocals(false)
					.name("coroutine-names-", 1)
					.factory());
	}

	NameLookups(Duration timeout, int maxConcurrent, ThreadFactory factory) {
		this.timeout = timeout;
		this.threads = new ThreadPoolExecutor(maxConcurrent, maxConcurrent, IDLE_SECONDS, TimeUnit.SECONDS,
				new LinkedBlockingQueue<>(), factory);
		this.threads.allowCoreThreadTimeOut(true);
	}

	/**
	 * Ask, and wait for the answer. An interrupt does not end the wait but is kept for
	 * later: the JDK has all who need a name wait for one of them, hands its failure on
	 * to the others, and keeps it for ten seconds.
	 * @throws UnknownHostException if there is no answer, or not in time
	 */
	<T> T ask(NameQuestion<T> question, InetAddressResolver resolver) throws UnknownHostException {
		NameLookup<T> lookup = join(question, resolver);
		if (lookup == null) {
			return question.ask(resolver);
		}
		this.statistics.begun();
		try {
			T answer = lookup.await(TimeUnit.NANOSECONDS.convert(this.timeout));
			this.statistics.found();
			return answer;
		}
		catch (UnknownHostException ex) {
			this.statistics.failed();
			throw ex;
		}
		catch (TimeoutException ex) {
			this.statistics.timedOut();
			giveUp(lookup);
			throw new UnknownHostException(question.about("the look-up timed out after " + this.timeout.toMillis()
					+ " ms " + ((lookup.isBegun()) ? lateAdvice() : queueAdvice())));
		}
	}

	private static String lateAdvice() {
		return "without an answer of the name service; to wait longer set coroutine.hooks.name-service.timeout";
	}

	private String queueAdvice() {
		return "before its turn had come, as " + this.threads.getMaximumPoolSize()
				+ " may run at once; to allow more set coroutine.hooks.name-service.max-concurrent";
	}

	/**
	 * Find the look-up of a question, or begin one.
	 * @return the look-up, or {@code null} if there are none any more
	 */
	private <T> @Nullable NameLookup<T> join(NameQuestion<T> question, InetAddressResolver resolver) {
		synchronized (this.lock) {
			if (this.closed) {
				return null;
			}
			@SuppressWarnings("unchecked") // It is put there with its own question
			NameLookup<T> lookup = (NameLookup<T>) this.joinable.get(question);
			if (lookup == null) {
				lookup = new NameLookup<>(question, resolver, this::remove);
				this.joinable.put(question, lookup);
				this.unfinished.add(lookup);
				execute(lookup);
			}
			lookup.callers++;
			return lookup;
		}
	}

	private void execute(NameLookup<?> lookup) {
		try {
			this.threads.execute(lookup);
		}
		catch (OutOfMemoryError ex) {
			remove(lookup);
			lookup.fail("failed, as no thread could be started for it", ex);
		}
	}

	private void giveUp(NameLookup<?> lookup) {
		synchronized (this.lock) {
			this.joinable.remove(lookup.question(), lookup);
			lookup.callers--;
			if (lookup.callers == 0 && this.threads.remove(lookup)) {
				this.unfinished.remove(lookup);
			}
		}
	}

	private void remove(NameLookup<?> lookup) {
		synchronized (this.lock) {
			this.joinable.remove(lookup.question(), lookup);
			this.unfinished.remove(lookup);
		}
	}

	public NameLookupCounts counts() {
		return this.statistics.counts();
	}

	/**
	 * Begin no more look-ups, and let all who wait go. Who asks later is answered on his
	 * own thread.
	 */
	public void close() {
		List<NameLookup<?>> left;
		synchronized (this.lock) {
			this.closed = true;
			this.threads.shutdownNow();
			left = List.copyOf(this.unfinished);
			this.unfinished.clear();
			this.joinable.clear();
		}
		left.forEach((lookup) -> lookup.fail("was given up, as the name service hook is closed", null));
	}

}
