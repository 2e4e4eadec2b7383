package io.coroutine.compatibility.task;

import io.coroutine.compatibility.task.TaskContextApplication.Order;
import io.micrometer.observation.ObservationRegistry;
import org.slf4j.MDC;

import org.springframework.context.i18n.LocaleContext;
import org.springframework.context.i18n.LocaleContextHolder;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.web.context.request.RequestAttributes;
import org.springframework.web.context.request.RequestContextHolder;
import org.springframework.web.context.request.ServletRequestAttributes;

/**
 * Looks what the code that calls it can see of a request.
 */
class Surroundings {

	private final ObservationRegistry observations;

	private final Order order;

	Surroundings(ObservationRegistry observations, Order order) {
		this.observations = observations;
		this.order = order;
	}

	String seen() {
		LocaleContext locale = LocaleContextHolder.getLocaleContext();
		Authentication authentication = SecurityContextHolder.getContext().getAuthentication();
		return "request " + request() + ", bean " + bean() + ", locale "
				+ ((locale != null) ? locale.getLocale() : "none") + ", mdc " + MDC.get("user") + ", user "
				+ ((authentication != null) ? authentication.getName() : "none") + ", observation "
				+ (this.observations.getCurrentObservation() != null);
	}

	/**
	 * As much code does: without a request it does something else.
	 */
	private static String request() {
		RequestAttributes attributes = RequestContextHolder.getRequestAttributes();
		if (!(attributes instanceof ServletRequestAttributes servlet)) {
			return "none";
		}
		try {
			return servlet.getRequest().getHeader("X-Order");
		}
		catch (RuntimeException ex) {
			return ex.getClass().getSimpleName();
		}
	}

	private String bean() {
		try {
			return this.order.state();
		}
		catch (RuntimeException ex) {
			return ex.getClass().getSimpleName();
		}
	}

}
