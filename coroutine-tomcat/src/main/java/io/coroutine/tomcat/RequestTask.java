package io.coroutine.tomcat;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

import io.coroutine.internal.fiber.Fiber;
import io.coroutine.internal.socket.PeerTask;
import io.coroutine.internal.socket.StreamSocket;
import io.coroutine.internal.wait.WorkReason;
import io.coroutine.snapshot.WorkingFor;
import org.apache.coyote.Request;
import org.jspecify.annotations.Nullable;

/**
 * What the coroutine of a request runs. Leads whoever looks at the coroutine to the
 * request, at the cost of some plain writes for each: nothing is copied or made into text
 * before somebody looks.
 * <p>
 * Tomcat uses its {@link Request} again for the next one. But a task serves one request
 * only, perhaps in several steps, and {@code request} is there only during a step. It is
 * set after the request was parsed and taken away before Tomcat recycles it; whoever
 * looks reads it, then the request, then again: if it is still there, what was read is of
 * this request. So the write before is a release, that after is kept ahead of Tomcat's
 * own by a fence, and the reads are kept in order by an acquire and a fence. The
 * coroutine itself finds its connection by it.
 */
final class RequestTask implements PeerTask, WorkReason {

	private static final VarHandle REQUEST;

	static {
		try {
			REQUEST = MethodHandles.lookup().findVarHandle(RequestTask.class, "request", Request.class);
		}
		catch (ReflectiveOperationException ex) {
			throw new ExceptionInInitializerError(ex);
		}
	}

	private final Runnable work;

	/** Written before the request, the first time. */
	private @Nullable String method;

	private @Nullable Request request;

	/**
	 * Create a task.
	 * @param work what it does
	 */
	RequestTask(Runnable work) {
		this.work = work;
	}

	@Override
	public void run() {
		this.work.run();
	}

	/**
	 * Begin a step of a request, in the coroutine that calls.
	 * @return the task of the coroutine, or {@code null} if that is not one of a request
	 */
	static @Nullable RequestTask begin(Request request) {
		Fiber fiber = Fiber.current();
		if (fiber == null || !(fiber.task() instanceof RequestTask task)) {
			return null;
		}
		task.hold(request);
		return task;
	}

	/**
	 * Lead to a request from now on.
	 */
	void hold(Request served) {
		// Kept, as Tomcat has no way to read it that surely leaves the request as it is
		this.method = served.getMethod();
		REQUEST.setRelease(this, served);
	}

	/**
	 * End a step of a request, before Tomcat recycles it.
	 * @param task what {@link #begin} has returned
	 */
	static void end(@Nullable RequestTask task) {
		if (task != null) {
			task.letGo();
		}
	}

	/**
	 * Lead to no request any more.
	 */
	void letGo() {
		REQUEST.setOpaque(this, null);
		VarHandle.storeStoreFence();
	}

	@Override
	public @Nullable StreamSocket peer() {
		Request served = this.request;
		return (served != null) ? RequestConnection.socketOf(served) : null;
	}

	@Override
	public @Nullable WorkingFor describeWork() {
		Request served = (Request) REQUEST.getAcquire(this);
		String known = this.method;
		if (served == null || known == null) {
			return null;
		}
		WorkingFor found = RequestLine.read(known, served);
		VarHandle.acquireFence();
		return (REQUEST.getOpaque(this) == served) ? found : null;
	}

}
