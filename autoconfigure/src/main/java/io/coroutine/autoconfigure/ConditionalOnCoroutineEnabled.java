package io.coroutine.autoconfigure;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.context.annotation.Conditional;

/**
 * {@link Conditional @Conditional} that matches unless coroutines are switched off for
 * the application as a whole, with {@code coroutine.enabled=false}.
 */
@Target({ ElementType.TYPE, ElementType.METHOD })
@Retention(RetentionPolicy.RUNTIME)
@Documented
@ConditionalOnBooleanProperty(name = "coroutine.enabled", matchIfMissing = true)
public @interface ConditionalOnCoroutineEnabled {

}
