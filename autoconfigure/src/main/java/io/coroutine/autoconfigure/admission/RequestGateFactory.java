package io.coroutine.autoconfigure.admission;

import io.coroutine.admission.AdmissionGate;
import io.coroutine.admission.AdmissionGates;
import io.coroutine.tomcat.admission.AdaptiveLimit;
import io.coroutine.tomcat.admission.RequestGate;
import org.jspecify.annotations.Nullable;

import org.springframework.util.ClassUtils;

/**
 * Makes the gates for requests, and shows them to those who watch the gates of the
 * application.
 */
final class RequestGateFactory {

	private static final String LIBRARY = "com.netflix.concurrency.limits.Limit";

	private final AdmissionGates gates;

	private final AdaptiveAdmissionProperties adaptive;

	private final @Nullable ClassLoader classLoader;

	RequestGateFactory(AdmissionGates gates, AdaptiveAdmissionProperties adaptive, @Nullable ClassLoader classLoader) {
		this.gates = gates;
		this.adaptive = adaptive;
		this.classLoader = classLoader;
		Requirement.require(adaptive.getMinLimit() >= 1, "coroutine.admission.adaptive.min-limit",
				adaptive.getMinLimit(), "It must be one or more.");
		Requirement.require(adaptive.getInitialLimit() >= 1, "coroutine.admission.adaptive.initial-limit",
				adaptive.getInitialLimit(), "It must be one or more.");
	}

	RequestGate create(String name, AdmissionSettings settings) {
		boolean fixed = settings.mode() == AdmissionMode.FIXED;
		int limit = (fixed) ? settings.limit() : Math.min(this.adaptive.getInitialLimit(), settings.limit());
		AdmissionGate gate = AdmissionGate.builder(name, limit)
			.queueLimit(settings.queueLimit())
			.longestWait(settings.maxWait())
			.build();
		AdaptiveLimit adapted = (fixed) ? null : adapt(gate, settings.limit());
		this.gates.add(gate);
		return RequestGate.of(gate, settings.maxWait(), settings.async() == AsyncAdmission.HOLD,
				settings.noticesGoneClients(), adapted);
	}

	private @Nullable AdaptiveLimit adapt(AdmissionGate gate, int max) {
		if (!ClassUtils.isPresent(LIBRARY, this.classLoader)) {
			throw new AdaptiveAdmissionUnavailableException();
		}
		return AdaptiveLimit.of(gate, Math.min(this.adaptive.getMinLimit(), max), max);
	}

}
