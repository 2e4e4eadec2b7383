package io.coroutine.internal.name;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.net.spi.InetAddressResolver;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/**
 * A name service that answers when a test lets it, and as little as the real one can be
 * interrupted. Each answer is another: 10.0.0.1, 10.0.0.2 and so on.
 */
public final class FakeNameService implements InetAddressResolver {

	private final Semaphore answers = new Semaphore(0);

	private final AtomicInteger running = new AtomicInteger();

	private final AtomicInteger answered = new AtomicInteger();

	private final Queue<String> asked = new ConcurrentLinkedQueue<>();

	private final Queue<String> threads = new ConcurrentLinkedQueue<>();

	private volatile Throwable failure;

	@Override
	public Stream<InetAddress> lookupByName(String host, LookupPolicy policy) throws UnknownHostException {
		int number = answer(host + " " + policy.characteristics());
		return Stream.of(InetAddress.getByAddress(host, new byte[] { 10, 0, 0, (byte) number }));
	}

	@Override
	public String lookupByAddress(byte[] address) throws UnknownHostException {
		return "host-" + answer(InetAddress.getByAddress(address).getHostAddress()) + ".example";
	}

	private int answer(String question) throws UnknownHostException {
		this.asked.add(question);
		this.threads.add(Thread.currentThread().getName());
		this.running.incrementAndGet();
		this.answers.acquireUninterruptibly();
		this.running.decrementAndGet();
		if (this.failure != null) {
			throwAsItIs(this.failure);
		}
		return this.answered.incrementAndGet();
	}

	@SuppressWarnings({ "unchecked", "TypeParameterUnusedInFormals" })
	private static <X extends Throwable> void throwAsItIs(Throwable failure) throws X {
		throw (X) failure;
	}

	public void allow(int count) {
		this.answers.release(count);
	}

	public void failWith(Throwable failure) {
		this.failure = failure;
	}

	public int running() {
		return this.running.get();
	}

	public Queue<String> asked() {
		return this.asked;
	}

	public Queue<String> threads() {
		return this.threads;
	}

}
