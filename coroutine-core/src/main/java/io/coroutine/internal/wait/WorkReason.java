package io.coroutine.internal.wait;

import io.coroutine.snapshot.WorkingFor;
import org.jspecify.annotations.Nullable;

/**
 * What the task of a coroutine implements to have it shown what the coroutine works for.
 * For the modules of this project, not for applications.
 */
public interface WorkReason {

	/**
	 * Tell what the task works for. Called by any thread, only when somebody looks. The
	 * work may be over by then: the answer may be out of date, but it is never that of
	 * other work, and this must not fail and not block.
	 * @return what it works for, or {@code null} if it is for nothing that is known
	 */
	@Nullable WorkingFor describeWork();

}
