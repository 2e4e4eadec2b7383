package io.coroutine.internal.wait;

import io.coroutine.snapshot.WaitingFor;

/**
 * What a thread gives to {@link java.util.concurrent.locks.LockSupport#park(Object)}, or
 * to {@link java.util.concurrent.locks.LockSupport#setCurrentBlocker}, to have it shown
 * what it waits for. For the modules of this project, not for applications.
 */
public interface WaitReason {

	/**
	 * Tell what a thread waits for. Called by any thread, only when somebody looks. The
	 * wait may be over by then, and what was waited for may be closed: the answer may be
	 * out of date, but this must not fail and not block.
	 * @param waiter the thread that waits or has waited
	 * @return what it waits for
	 */
	WaitingFor describeWait(Thread waiter);

}
