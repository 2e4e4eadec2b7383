package io.coroutine.spring.stack;

import java.lang.reflect.AnnotatedElement;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import org.springframework.core.annotation.MergedAnnotation;
import org.springframework.core.annotation.MergedAnnotations;
import org.springframework.core.annotation.MergedAnnotations.SearchStrategy;
import org.springframework.web.method.HandlerMethod;

/**
 * What {@link PrivateStack} says about each handler, looked up once. May be used by any
 * thread.
 */
final class StackChoices {

	private final Map<Object, StackChoice> known = new ConcurrentHashMap<>();

	private final boolean enabled;

	/**
	 * Create it.
	 * @param enabled whether the annotation counts
	 */
	StackChoices(boolean enabled) {
		this.enabled = enabled;
	}

	StackChoice of(Object handler) {
		if (!this.enabled) {
			return StackChoice.OPEN;
		}
		Object key = (handler instanceof HandlerMethod method) ? HandlerId.of(method) : handler.getClass();
		StackChoice choice = this.known.get(key);
		return (choice != null) ? choice : this.known.computeIfAbsent(key, StackChoices::find);
	}

	private static StackChoice find(Object key) {
		if (key instanceof HandlerId id) {
			StackChoice ofMethod = StackChoice.of(annotation(id.method()), id);
			return (!ofMethod.isOpen()) ? ofMethod : StackChoice.of(annotation(id.type()), id.type());
		}
		return StackChoice.of(annotation((Class<?>) key), key);
	}

	private static MergedAnnotation<PrivateStack> annotation(AnnotatedElement element) {
		return MergedAnnotations.from(element, SearchStrategy.TYPE_HIERARCHY).get(PrivateStack.class);
	}

}
