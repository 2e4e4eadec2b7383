package io.coroutine.spring.deadline;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Wrapper;

import org.jspecify.annotations.Nullable;

/**
 * Stands before an object of a driver, whose calls it passes on.
 *
 * @param <T> the type of the object
 */
abstract class JdbcGuard<T extends Wrapper> implements InvocationHandler {

	private final T target;

	private final T proxy;

	/**
	 * Create the guard.
	 * @param type an interface of JDBC
	 */
	JdbcGuard(Class<? extends T> type, T target) {
		this.target = target;
		this.proxy = type.cast(Proxy.newProxyInstance(JdbcGuard.class.getClassLoader(), new Class<?>[] { type }, this));
	}

	final T target() {
		return this.target;
	}

	final T proxy() {
		return this.proxy;
	}

	@Override
	public final @Nullable Object invoke(Object caller, Method method, @Nullable Object @Nullable [] arguments)
			throws Throwable {
		return switch (method.getName()) {
			case "equals" -> arguments != null && arguments[0] == caller;
			case "hashCode" -> System.identityHashCode(caller);
			case "unwrap" ->
				(arguments != null && arguments[0] instanceof Class<?> type && type.isInstance(this.target))
						? this.target : call(method, arguments);
			case "isWrapperFor" -> arguments != null && arguments[0] instanceof Class<?> type
					&& (type.isInstance(this.target) || this.target.isWrapperFor(type));
			default -> guard(method, arguments);
		};
	}

	/**
	 * Do what a call asks for.
	 */
	abstract @Nullable Object guard(Method method, @Nullable Object @Nullable [] arguments) throws Throwable;

	final @Nullable Object call(Method method, @Nullable Object @Nullable [] arguments) throws Throwable {
		try {
			return method.invoke(this.target, arguments);
		}
		catch (InvocationTargetException ex) {
			throw ex.getCause();
		}
	}

}
