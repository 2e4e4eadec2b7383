package io.coroutine.spring.resilience4j;

import java.util.concurrent.CompletionStage;
import java.util.concurrent.Future;

import io.github.resilience4j.spring6.timelimiter.configure.TimeLimiterAspectExt;
import io.github.resilience4j.timelimiter.TimeLimiter;
import org.aspectj.lang.ProceedingJoinPoint;
import org.jspecify.annotations.Nullable;

import org.springframework.core.ReactiveAdapterRegistry;

/**
 * Lets {@code @TimeLimiter} stand at methods that block and return a plain value, or
 * nothing. What returns before its work is done, a future or a reactive type, is left to
 * others.
 */
public final class BlockingTimeLimiterExtension implements TimeLimiterAspectExt {

	private final CoroutineTimeLimiter timeLimiter;

	/**
	 * Create it.
	 * @param timeLimiter limits the calls
	 */
	public BlockingTimeLimiterExtension(CoroutineTimeLimiter timeLimiter) {
		this.timeLimiter = timeLimiter;
	}

	@Override
	public boolean canHandleReturnType(Class<?> returnType) {
		return !CompletionStage.class.isAssignableFrom(returnType) && !Future.class.isAssignableFrom(returnType)
				&& ReactiveAdapterRegistry.getSharedInstance().getAdapter(returnType) == null;
	}

	@Override
	public @Nullable Object handle(ProceedingJoinPoint joinPoint, TimeLimiter limiter, String methodName)
			throws Throwable {
		return this.timeLimiter.<@Nullable Object>executeCheckedSupplier(limiter, joinPoint::proceed);
	}

}
