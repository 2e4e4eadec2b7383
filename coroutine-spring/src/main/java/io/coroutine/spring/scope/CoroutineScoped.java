package io.coroutine.spring.scope;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import org.springframework.context.annotation.Scope;
import org.springframework.context.annotation.ScopedProxyMode;
import org.springframework.core.annotation.AliasFor;

/**
 * Says that each coroutine has a bean of its own, which is destroyed with it. As for
 * {@code @RequestScope}, a proxy is injected that finds the bean of the coroutine that
 * calls.
 *
 * @see CoroutineBeanScope
 */
@Target({ ElementType.TYPE, ElementType.METHOD })
@Retention(RetentionPolicy.RUNTIME)
@Documented
@Scope(CoroutineBeanScope.NAME)
public @interface CoroutineScoped {

	/**
	 * Alias for {@link Scope#proxyMode}.
	 * @return how the proxy is made
	 */
	@AliasFor(annotation = Scope.class)
	ScopedProxyMode proxyMode() default ScopedProxyMode.TARGET_CLASS;

}
