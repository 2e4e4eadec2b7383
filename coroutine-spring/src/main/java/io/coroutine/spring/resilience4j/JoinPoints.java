package io.coroutine.spring.resilience4j;

import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;

import org.aspectj.lang.ProceedingJoinPoint;

/**
 * What advice does for methods that return a {@link CompletionStage}.
 */
final class JoinPoints {

	private JoinPoints() {
	}

	/**
	 * Call the method.
	 * @return what it returns
	 * @throws CompletionException around what it throws
	 */
	@SuppressWarnings("unchecked") // By the type of the method, and read only
	static CompletionStage<Object> proceed(ProceedingJoinPoint joinPoint) {
		try {
			return (CompletionStage<Object>) joinPoint.proceed();
		}
		catch (Throwable ex) {
			throw new CompletionException(ex);
		}
	}

}
