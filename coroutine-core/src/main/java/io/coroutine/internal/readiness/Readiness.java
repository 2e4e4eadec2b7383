package io.coroutine.internal.readiness;

import java.io.IOException;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;

import io.coroutine.internal.jdk.EarlyClasses;
import io.coroutine.internal.linux.Epoll;
import io.coroutine.internal.linux.Errno;
import io.coroutine.internal.loop.EventLoop;
import io.coroutine.internal.loop.EventLoopGroup;
import io.coroutine.internal.loop.Pollable;
import io.coroutine.internal.wait.WaitReason;
import io.coroutine.snapshot.SocketKind;
import org.jspecify.annotations.Nullable;

/**
 * Lets virtual threads and listeners wait until a descriptor can be read or written.
 * <p>
 * The descriptor is watched, edge-triggered, by the loop on which it was last waited for,
 * and stays so: a wait costs no system call while it is on the same loop. A wait on
 * another loop moves it, unless somebody waits in the other direction. To add a
 * descriptor reports what is ready already, so a move loses nothing.
 * <p>
 * Once the group of loops has stopped, the waits of virtual threads end after a moment
 * each, so that their callers try their system calls again and again.
 * <p>
 * One thread at a time waits in a direction, and any number observes both. Observers take
 * no event away from the one who waits, so they may come and go at any time. All methods
 * may be called from any thread, the waits only from virtual threads.
 */
public final class Readiness implements Pollable {

	static {
		EarlyClasses.initialize(Direction.class, ReadinessObservers.class, WaitDeadline.class);
	}

	/** How often a virtual thread looks for itself once there are no more loops. */
	private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(2);

	private static final int INTEREST = Epoll.IN | Epoll.PRI | Epoll.OUT | Epoll.RDHUP | Epoll.EDGE_TRIGGERED;

	private static final int READ_EVENTS = Epoll.IN | Epoll.PRI | Epoll.RDHUP | Epoll.HUP | Epoll.ERR;

	private static final int WRITE_EVENTS = Epoll.OUT | Epoll.HUP | Epoll.ERR;

	private static final int IRREGULAR_EVENTS = Epoll.PRI | Epoll.RDHUP | Epoll.HUP | Epoll.ERR;

	private final EventLoopGroup group;

	private final int descriptor;

	private final Direction reading = new Direction();

	private final Direction writing = new Direction();

	private final ReadinessObservers observers = new ReadinessObservers();

	private final ReentrantLock moving = new ReentrantLock();

	private volatile SocketKind kind = SocketKind.OTHER;

	/** How many threads block in the kernel until the descriptor is ready. */
	private final AtomicInteger blocking = new AtomicInteger();

	/** Guarded by {@link #moving}. */
	private boolean closed;

	private volatile @Nullable EventLoop home;

	private @Nullable WaitDeadline readDeadline;

	private @Nullable WaitDeadline writeDeadline;

	private volatile boolean irregular;

	/**
	 * Create the readiness of a descriptor.
	 * @param group the loops that watch it
	 * @param descriptor the descriptor, open and non-blocking
	 */
	public Readiness(EventLoopGroup group, int descriptor) {
		this.group = group;
		this.descriptor = descriptor;
		group.descriptors().put(descriptor, this);
	}

	/**
	 * Say what the socket is used for, which is {@link SocketKind#OTHER} if nobody does.
	 * @param value the kind
	 */
	public void kind(SocketKind value) {
		this.kind = value;
	}

	/**
	 * Count the caller as one who waits, as it is about to block in the kernel.
	 */
	public void beginBlocking() {
		this.blocking.incrementAndGet();
	}

	/**
	 * Count the caller as one who waits no longer.
	 */
	public void endBlocking() {
		this.blocking.decrementAndGet();
	}

	/**
	 * Waits are not counted as they begin and end, which would cost each of them; they
	 * are found when somebody asks. Connections of the web server that a listener waits
	 * for are told apart from those that a thread waits for.
	 */
	@Override
	public void addWaitsTo(Map<SocketKind, Long> waiting) {
		SocketKind threads = this.kind;
		SocketKind listeners = (threads == SocketKind.HTTP_IN) ? SocketKind.HTTP_IDLE : threads;
		addTo(waiting, threads, this.blocking.get());
		for (Object waiter : new @Nullable Object[] { this.reading.waiter(), this.writing.waiter() }) {
			addTo(waiting, (waiter instanceof Thread) ? threads : listeners, (waiter != null) ? 1 : 0);
		}
	}

	private static void addTo(Map<SocketKind, Long> waiting, SocketKind kind, long count) {
		waiting.merge(kind, count, Long::sum);
	}

	/**
	 * Return the descriptor.
	 * @return the descriptor
	 */
	public int descriptor() {
		return this.descriptor;
	}

	/**
	 * Return the group of loops that watch the descriptor.
	 * @return the loops
	 */
	public EventLoopGroup group() {
		return this.group;
	}

	/**
	 * Park the calling virtual thread until the descriptor may be ready. It returns as
	 * well when the thread is interrupted, when the time is up, when {@link #close()} is
	 * called, and now and then for no reason: the caller tries its system call again.
	 * @param forRead whether to wait for data or for room to send
	 * @param deadlineNanos until when to wait, as {@link System#nanoTime()}; 0 for no
	 * limit
	 * @param reason tells those who look what the thread waits for
	 * @throws IOException if the kernel cannot watch the descriptor
	 */
	public void await(boolean forRead, long deadlineNanos, WaitReason reason) throws IOException {
		if (this.group.isStopped()) {
			LockSupport.parkNanos(reason, LOOK_NANOS);
			return;
		}
		EventLoop loop = loopForCaller();
		watchOn(loop);
		Direction direction = (forRead) ? this.reading : this.writing;
		Thread thread = Thread.currentThread();
		if (!direction.begin(thread, deadlineNanos)) {
			return;
		}
		if (this.group.isStopped()) {
			// Too late for the wake-up of onStop
			direction.end(thread);
			return;
		}
		boolean guarded = deadlineNanos != 0 && guard(loop, forRead, deadlineNanos);
		while (direction.isWaiting(thread)) {
			long remaining = (deadlineNanos == 0 || guarded) ? Long.MAX_VALUE : deadlineNanos - System.nanoTime();
			if (thread.isInterrupted() || remaining <= 0) {
				direction.end(thread);
			}
			else if (remaining == Long.MAX_VALUE) {
				LockSupport.park(reason);
			}
			else {
				LockSupport.parkNanos(reason, remaining);
			}
		}
	}

	/**
	 * Have a listener called when the descriptor may be ready.
	 * @param forRead whether to wait for data or for room to send
	 * @param loop the loop to wait on; called from code of that loop or a coroutine on it
	 * @param listener the listener
	 * @param deadlineNanos until when to wait, as {@link System#nanoTime()}; 0 for no
	 * limit
	 * @return {@code false} if there has been an event already, or the descriptor is
	 * closed: the listener is not called
	 * @throws IOException if the kernel cannot watch the descriptor
	 */
	public boolean listen(boolean forRead, EventLoop loop, ReadinessListener listener, long deadlineNanos)
			throws IOException {
		assert EventLoop.current() == loop;
		watchOn(loop);
		if (!((forRead) ? this.reading : this.writing).begin(listener, deadlineNanos)) {
			return false;
		}
		if (deadlineNanos != 0 && !guard(loop, forRead, deadlineNanos)) {
			loop.execute((wheelLoop) -> guard(wheelLoop, forRead, deadlineNanos));
		}
		return true;
	}

	/**
	 * End the wait of a listener.
	 * @param forRead the direction it waits in
	 * @param listener the listener
	 * @return whether it waited; if so it is not called any more, if not it may just have
	 * been called
	 */
	public boolean stopListening(boolean forRead, ReadinessListener listener) {
		return ((forRead) ? this.reading : this.writing).end(listener);
	}

	/**
	 * Do as if the event had come only now for which a listener was called that does not
	 * want it any more.
	 * @param forRead the direction it has waited in
	 * @param loop the loop that has called it
	 */
	public void passOn(boolean forRead, EventLoop loop) {
		((forRead) ? this.reading : this.writing).signal(loop);
	}

	/**
	 * Have an observer told of all events from now on. Whatever is ready before may have
	 * been reported: the caller looks for itself after this call. Once the group of loops
	 * has stopped there are no more events.
	 * @param observer the observer; it is told of the close as well
	 * @throws IOException if the kernel cannot watch the descriptor; the observer stays
	 * all the same
	 */
	public void observe(ReadinessObserver observer) throws IOException {
		this.observers.add(observer);
		if (!this.group.isStopped()) {
			watchOn(loopForCaller());
		}
	}

	/**
	 * Tell an observer of events no longer. One may be under way.
	 * @param observer the observer; if it does not observe nothing happens
	 */
	public void stopObserving(ReadinessObserver observer) {
		this.observers.remove(observer);
	}

	/**
	 * Tell whether an event has come for the reading side since the last wait or the last
	 * call, and forget it.
	 * @return whether a read may find something
	 */
	public boolean takeReadEvent() {
		return this.reading.takeEvent();
	}

	/**
	 * Tell whether the peer has ended the connection, orderly or not, or has sent urgent
	 * data. Then a read that returns less than was asked for does not mean that there is
	 * no more, and no further event may come for the rest.
	 * @return whether one of that has been reported, ever
	 */
	public boolean isIrregular() {
		return this.irregular;
	}

	private EventLoop loopForCaller() {
		EventLoop current = EventLoop.current();
		if (current != null && current.group() == this.group) {
			return current;
		}
		EventLoop watching = this.home;
		return (watching != null) ? watching : this.group.loops().get(this.descriptor % this.group.loops().size());
	}

	private void watchOn(EventLoop loop) throws IOException {
		if (this.home != loop) {
			moveTo(loop);
		}
	}

	private void moveTo(EventLoop loop) throws IOException {
		this.moving.lock();
		try {
			EventLoop old = this.home;
			if (old == loop || this.closed) {
				return;
			}
			if (old != null) {
				if (this.reading.hasWaiter() || this.writing.hasWaiter()) {
					return;
				}
				old.unwatch(this.descriptor);
			}
			int result = loop.watch(this.descriptor, INTEREST);
			if (result < 0 && old != null && old.watch(this.descriptor, INTEREST) < 0) {
				// Nobody watches it any more, and somebody may rely on the old loop
				this.home = null;
				old.execute(this::signal);
			}
			if (!this.group.isStopped()) {
				Errno.check(result);
			}
			this.home = loop;
		}
		finally {
			this.moving.unlock();
		}
	}

	private void signal(EventLoop loop) {
		this.reading.signal(loop);
		this.writing.signal(loop);
	}

	/**
	 * Have the loop end the wait in time.
	 * @return {@code false} if the waiter must look at the clock itself
	 */
	private boolean guard(EventLoop loop, boolean forRead, long deadlineNanos) {
		Direction direction = (forRead) ? this.reading : this.writing;
		WaitDeadline deadline = (forRead) ? this.readDeadline : this.writeDeadline;
		if (deadline != null && deadline.guard(loop, deadlineNanos)) {
			return true;
		}
		WaitDeadline earlier = new WaitDeadline(direction);
		if (!earlier.guard(loop, deadlineNanos)) {
			return false;
		}
		if (deadline != null) {
			deadline.cancel();
		}
		if (forRead) {
			this.readDeadline = earlier;
		}
		else {
			this.writeDeadline = earlier;
		}
		return true;
	}

	@Override
	public void onEvents(EventLoop loop, int events) {
		assert loop.isConfined();
		if ((events & IRREGULAR_EVENTS) != 0) {
			this.irregular = true;
		}
		if ((events & READ_EVENTS) != 0) {
			this.reading.signal(loop);
		}
		if ((events & WRITE_EVENTS) != 0) {
			this.writing.signal(loop);
		}
		this.observers.tell((events & READ_EVENTS) != 0, (events & WRITE_EVENTS) != 0);
	}

	@Override
	public void onStop() {
		this.reading.releaseThread();
		this.writing.releaseThread();
		this.observers.tell(true, true);
	}

	/**
	 * Wake whoever waits, and let nobody wait any more. To be called once, before the
	 * descriptor is closed, which ends its being watched.
	 */
	public void close() {
		this.group.descriptors().remove(this.descriptor);
		// Nobody may register the number after that, it may belong to another file
		this.moving.lock();
		try {
			this.closed = true;
		}
		finally {
			this.moving.unlock();
		}
		this.reading.close();
		this.writing.close();
		this.observers.tell(true, true);
		cancel(this.readDeadline);
		cancel(this.writeDeadline);
	}

	private static void cancel(@Nullable WaitDeadline deadline) {
		if (deadline != null) {
			deadline.cancel();
		}
	}

}
