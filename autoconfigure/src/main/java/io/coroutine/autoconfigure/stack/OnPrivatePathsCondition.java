package io.coroutine.autoconfigure.stack;

import org.springframework.boot.autoconfigure.condition.ConditionMessage;
import org.springframework.boot.autoconfigure.condition.OnPropertyListCondition;

/**
 * Condition that checks if any path is configured for private stacks.
 */
class OnPrivatePathsCondition extends OnPropertyListCondition {

	OnPrivatePathsCondition() {
		super("coroutine.stack.private.paths", () -> ConditionMessage.forCondition("Private Stack Paths"));
	}

}
