package io.coroutine.spring.delegate;

import java.lang.reflect.Method;
import java.lang.reflect.Modifier;

import org.springframework.cglib.core.SpringNamingPolicy;
import org.springframework.cglib.proxy.Callback;
import org.springframework.cglib.proxy.Dispatcher;
import org.springframework.cglib.proxy.Enhancer;
import org.springframework.cglib.proxy.Factory;
import org.springframework.cglib.proxy.NoOp;
import org.springframework.objenesis.SpringObjenesis;

/**
 * Makes objects that stand before others. What they do themselves is in an abstract
 * class, in methods that are final; a subclass of it that is generated, once, hands on
 * each other method. So a large interface needs no method here that does nothing but
 * that, and a call costs no reflection. An object is equal to itself only, whatever it
 * stands before. A method that the compiler has made for another one, with parameters
 * erased, calls that one.
 * <p>
 * May be used by any thread.
 *
 * @param <D> the abstract class
 */
public final class Delegates<D> {

	private final Class<D> type;

	private final Class<?>[] parameters;

	/** An instance without a target, whose only use is to make others. */
	private final Factory factory;

	private Delegates(Class<D> type, Class<?>[] parameters) {
		this.type = type;
		this.parameters = parameters;
		Enhancer enhancer = new Enhancer();
		enhancer.setSuperclass(type);
		enhancer.setNamingPolicy(SpringNamingPolicy.INSTANCE);
		enhancer.setInterceptDuringConstruction(false);
		enhancer.setCallbackTypes(new Class<?>[] { Dispatcher.class, NoOp.class });
		enhancer.setCallbackFilter((method) -> (isIdentity(method) || method.isBridge()) ? 1 : 0);
		Class<?> generated = enhancer.createClass();
		this.factory = (Factory) new SpringObjenesis().newInstance(generated);
	}

	/**
	 * Prepare to make objects.
	 * @param <D> their class
	 * @param type the class, abstract
	 * @param parameters the types of the parameters of its constructor, which is not
	 * private
	 * @return what makes them
	 * @throws IllegalArgumentException if the class is not abstract
	 */
	public static <D> Delegates<D> of(Class<D> type, Class<?>... parameters) {
		if (!Modifier.isAbstract(type.getModifiers())) {
			throw new IllegalArgumentException(type + " is not abstract, so nothing is left to hand on");
		}
		return new Delegates<>(type, parameters.clone());
	}

	private static boolean isIdentity(Method method) {
		return (method.getName().equals("equals") && method.getParameterCount() == 1)
				|| (method.getName().equals("hashCode") && method.getParameterCount() == 0);
	}

	/**
	 * Make an object.
	 * @param target what it stands before: an object of all interfaces that the class
	 * implements
	 * @param arguments those of the constructor of the class
	 * @return the object
	 */
	public D create(Object target, Object... arguments) {
		Callback[] toTarget = { (Dispatcher) () -> target, NoOp.INSTANCE };
		return this.type.cast(this.factory.newInstance(this.parameters, arguments, toTarget));
	}

}
