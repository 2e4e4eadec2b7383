package io.coroutine.autoconfigure.context;

import java.util.Map;
import java.util.function.Predicate;

/**
 * Tells by the key of an accessor whether its value is to be taken over.
 */
final class InheritedKeys implements Predicate<Object> {

	/** {@code ObservationThreadLocalAccessor.KEY} of Micrometer. */
	static final String OBSERVATION = "micrometer.observation";

	/** {@code Slf4jThreadLocalAccessor.KEY} of Micrometer. */
	static final String MDC = "cp.slf4j";

	/** {@code LocaleContextThreadLocalAccessor.KEY} of Spring. */
	static final String LOCALE = "org.springframework.context.i18n.LocaleContextThreadLocalAccessor.KEY";

	/** {@code RequestAttributesThreadLocalAccessor.KEY} of Spring. */
	static final String REQUEST = "org.springframework.web.context.request.RequestAttributesThreadLocalAccessor.KEY";

	/** The key of {@code SecurityContextHolderThreadLocalAccessor} of Spring Security. */
	static final String SECURITY = "org.springframework.security.core.context.SecurityContext";

	private final Map<Object, Boolean> known;

	private final boolean others;

	InheritedKeys(ContextInheritanceProperties properties) {
		this.known = Map.of(OBSERVATION, properties.isObservation(), MDC, properties.isMdc(), LOCALE,
				properties.isLocale(), REQUEST, properties.isRequest(), SECURITY, properties.isSecurity());
		this.others = properties.isOthers();
	}

	@Override
	public boolean test(Object key) {
		return this.known.getOrDefault(key, this.others);
	}

}
