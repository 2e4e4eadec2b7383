package io.coroutine.autoconfigure.stack;

import org.springframework.boot.autoconfigure.condition.AnyNestedCondition;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;

/**
 * Condition that checks if handlers run on private stacks for any reason.
 */
final class OnAnnotationOrAdaptiveCondition extends AnyNestedCondition {

	OnAnnotationOrAdaptiveCondition() {
		super(ConfigurationPhase.REGISTER_BEAN);
	}

	@ConditionalOnBooleanProperty(name = "coroutine.stack.annotation.enabled", matchIfMissing = true)
	static final class OnAnnotation {

	}

	@ConditionalOnBooleanProperty("coroutine.stack.adaptive.enabled")
	static final class OnAdaptive {

	}

}
