package io.coroutine.spring.web;

import java.util.concurrent.locks.Lock;

import org.springframework.beans.factory.ObjectFactory;
import org.springframework.web.context.request.RequestAttributes;
import org.springframework.web.context.request.RequestContextHolder;
import org.springframework.web.context.request.RequestScope;

/**
 * The bean scope {@code request} for requests whose coroutines ask for the same bean at
 * once: one of them makes it, the others wait for it. A request without children is
 * served as by its superclass.
 */
public final class SharedRequestScope extends RequestScope {

	@Override
	public Object get(String name, ObjectFactory<?> factory) {
		RequestAttributes attributes = RequestContextHolder.currentRequestAttributes();
		Object bean = attributes.getAttribute(name, getScope());
		if (bean != null) {
			return bean;
		}
		RequestGuard guard = RequestGuard.find(attributes);
		if (guard == null) {
			return super.get(name, factory);
		}
		Lock creation = guard.creationOf(name);
		creation.lock();
		try {
			return super.get(name, factory);
		}
		finally {
			creation.unlock();
		}
	}

}
