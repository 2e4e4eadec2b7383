package io.coroutine.spring.deadline;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * How long the requests of a controller, or of one of its methods, may take. It stands in
 * for that of the application, be it shorter or longer; that of a method stands in for
 * that of its class.
 */
@Target({ ElementType.TYPE, ElementType.METHOD })
@Retention(RetentionPolicy.RUNTIME)
@Documented
@Inherited
public @interface WithDeadline {

	/**
	 * The time, more than zero, as {@code 2s}, {@code 500ms} or {@code PT2S}; it may have
	 * placeholders of properties.
	 * @return the time
	 */
	String value();

}
