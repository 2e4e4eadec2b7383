package io.coroutine.spring.scope;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SequencedMap;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.ObjectFactory;

/**
 * The scoped beans of one coroutine. Used by that coroutine only, or by code in its name.
 */
final class CoroutineBeans {

	private static final Log logger = LogFactory.getLog(CoroutineBeans.class);

	private final Map<String, Object> instances = new HashMap<>();

	private final SequencedMap<String, Runnable> callbacks = new LinkedHashMap<>();

	private boolean ended;

	Object get(String name, ObjectFactory<?> factory) {
		Object instance = this.instances.get(name);
		if (instance == null) {
			if (this.ended) {
				throw new IllegalStateException("The bean '" + name + "' cannot be created, as its coroutine ends: "
						+ "use it before the coroutine-scoped beans are destroyed");
			}
			instance = factory.getObject();
			this.instances.put(name, instance);
		}
		return instance;
	}

	@Nullable Object remove(String name) {
		this.callbacks.remove(name);
		return this.instances.remove(name);
	}

	void onEnd(String name, Runnable callback) {
		this.callbacks.put(name, callback);
	}

	/**
	 * Destroy all. The instances stay until the last is destroyed, as one may need
	 * another for that.
	 */
	void destroy() {
		this.ended = true;
		Map.Entry<String, Runnable> last = this.callbacks.pollLastEntry();
		while (last != null) {
			destroy(last.getKey(), last.getValue());
			last = this.callbacks.pollLastEntry();
		}
		this.instances.clear();
	}

	private static void destroy(String name, Runnable callback) {
		try {
			callback.run();
		}
		catch (RuntimeException | Error ex) {
			logger.warn("The coroutine-scoped bean '" + name + "' has failed to be destroyed", ex);
		}
	}

}
