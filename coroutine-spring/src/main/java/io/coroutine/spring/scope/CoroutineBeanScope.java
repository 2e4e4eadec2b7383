package io.coroutine.spring.scope;

import java.util.function.Function;

import io.coroutine.Coroutine;
import io.coroutine.local.CoroutineLocal;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.ObjectFactory;
import org.springframework.beans.factory.config.Scope;

/**
 * The bean scope {@code coroutine}: each coroutine has an instance of its own, made when
 * it is first asked for. At the end of the coroutine its instances are destroyed: in the
 * coroutine, in the reverse order of their creation, each even if another fails.
 * <p>
 * Nothing is inherited: a coroutine that is forked makes its own. Code that runs in the
 * name of a coroutine, as by {@link io.coroutine.Blocking}, has the beans of that.
 * Methods may be called from any thread, and concern the beans of the caller.
 */
public final class CoroutineBeanScope implements Scope {

	/** The name of the scope. */
	public static final String NAME = "coroutine";

	private final CoroutineLocal<CoroutineBeans> beans = CoroutineLocal.<CoroutineBeans>builder()
		.name("coroutine-scoped beans")
		.initial(CoroutineBeans::new)
		.onEnd(CoroutineBeans::destroy)
		.build();

	private final Function<String, @Nullable Object> contextual;

	/**
	 * Create the scope.
	 * @param contextual finds what expressions in bean definitions of the scope may refer
	 * to by name, beside {@code coroutine}, which is the {@link Coroutine}
	 */
	public CoroutineBeanScope(Function<String, @Nullable Object> contextual) {
		this.contextual = contextual;
	}

	@Override
	public Object get(String name, ObjectFactory<?> factory) {
		return beansOfCaller().get(name, factory);
	}

	@Override
	public @Nullable Object remove(String name) {
		return beansOfCaller().remove(name);
	}

	@Override
	public void registerDestructionCallback(String name, Runnable callback) {
		beansOfCaller().onEnd(name, callback);
	}

	private CoroutineBeans beansOfCaller() {
		if (Coroutine.current() == null) {
			throw new IllegalStateException("The scope 'coroutine' is used outside of a coroutine, in thread '"
					+ Thread.currentThread().getName() + "': run the code in a request or in a coroutine of the "
					+ "CoroutineRuntime, or give the bean another scope");
		}
		return this.beans.get();
	}

	@Override
	public @Nullable Object resolveContextualObject(String key) {
		return (NAME.equals(key)) ? Coroutine.current() : this.contextual.apply(key);
	}

	@Override
	public @Nullable String getConversationId() {
		Coroutine coroutine = Coroutine.current();
		return (coroutine != null) ? String.valueOf(coroutine.id()) : null;
	}

}
