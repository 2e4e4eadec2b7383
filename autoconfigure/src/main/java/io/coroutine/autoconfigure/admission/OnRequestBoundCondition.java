package io.coroutine.autoconfigure.admission;

import org.springframework.boot.autoconfigure.condition.ConditionMessage;
import org.springframework.boot.autoconfigure.condition.ConditionOutcome;
import org.springframework.boot.autoconfigure.condition.SpringBootCondition;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.core.type.AnnotatedTypeMetadata;

/**
 * Matches if something bounds the requests.
 */
class OnRequestBoundCondition extends SpringBootCondition {

	@Override
	public ConditionOutcome getMatchOutcome(ConditionContext context, AnnotatedTypeMetadata metadata) {
		Binder binder = Binder.get(context.getEnvironment());
		ConditionMessage.Builder message = ConditionMessage.forCondition("Bound on requests");
		for (String property : new String[] { "coroutine.admission.max-concurrent", TomcatThreads.PROPERTY }) {
			if (binder.bind(property, String.class).isBound()) {
				return ConditionOutcome.match(message.foundExactly(property));
			}
		}
		if (binder.bind("coroutine.admission.mode", AdmissionMode.class).orElse(null) == AdmissionMode.ADAPTIVE) {
			return ConditionOutcome.match(message.because("coroutine.admission.mode is adaptive"));
		}
		if (binder.bind("coroutine.admission.classes", Bindable.mapOf(String.class, PathAdmissionProperties.class))
			.isBound()) {
			return ConditionOutcome.match(message.foundExactly("coroutine.admission.classes"));
		}
		return ConditionOutcome.noMatch(message.because("none is configured"));
	}

}
