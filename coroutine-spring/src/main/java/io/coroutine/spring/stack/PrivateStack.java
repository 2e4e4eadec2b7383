package io.coroutine.spring.stack;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Has a handler of requests run on a private stack, which is a thread of its own: for
 * code that occupies its thread while it waits, as files and native libraries do, and for
 * very deep recursion. The event loop goes on meanwhile.
 * <p>
 * On a controller it holds for all methods that do not say otherwise; it is looked for as
 * Spring's own annotations are: on the method, on those that it overrides or implements,
 * on the class, its superclasses and interfaces, and as a meta-annotation. On the class
 * of another kind of handler ({@code HandlerFunction}, {@code HttpRequestHandler},
 * {@code Controller}) it holds for that.
 * <p>
 * The handler, the conversion of its arguments and that of its result run there;
 * interceptors, views and exception handlers do not. What the handler gives to other
 * threads, as with a {@code Callable}, is a matter of those.
 */
@Target({ ElementType.TYPE, ElementType.METHOD })
@Retention(RetentionPolicy.RUNTIME)
@Documented
public @interface PrivateStack {

	/**
	 * Whether to run on a private stack. If not, the handler stays on the stack that its
	 * coroutine has, whatever its class says, and is not moved for stalling its event
	 * loop.
	 * @return whether to
	 */
	boolean value() default true;

	/**
	 * The size of the stack, 128KB to 1GB, such as {@code "16MB"}; by default as
	 * configured for all private stacks.
	 * @return the size, or nothing
	 */
	String size() default "";

}
