package io.coroutine.spring.resilience4j;

import java.time.Duration;

import io.coroutine.scope.Deadline;
import io.coroutine.scope.DeadlineScope;

/**
 * The deadline of a call in a coroutine.
 *
 * @param scope sets it
 * @param isOwn whether it is that of this call; if not, an earlier one is in force, whose
 * passing is a matter of those who have set it
 */
record CoroutineDeadline(DeadlineScope scope, boolean isOwn) implements CallDeadline {

	static CoroutineDeadline open(Duration limit) {
		Deadline outer = Deadline.current();
		DeadlineScope scope = DeadlineScope.open(limit);
		return new CoroutineDeadline(scope, scope.deadline() != outer);
	}

	@Override
	public boolean end() {
		boolean passed = this.isOwn && this.scope.hasPassed();
		this.scope.close();
		return passed;
	}

}
