package io.coroutine.spring.resilience4j;

import java.util.concurrent.CompletionStage;
import java.util.concurrent.ScheduledExecutorService;

import io.github.resilience4j.spring6.timelimiter.configure.TimeLimiterAspectExt;
import io.github.resilience4j.timelimiter.TimeLimiter;
import org.aspectj.lang.ProceedingJoinPoint;

/**
 * Does for {@code @TimeLimiter} methods that return a {@link CompletionStage} what
 * Resilience4j does, but waits with another scheduler.
 */
public final class FutureTimeLimiterExtension implements TimeLimiterAspectExt {

	private final ScheduledExecutorService scheduler;

	/**
	 * Create it.
	 * @param scheduler waits
	 */
	public FutureTimeLimiterExtension(ScheduledExecutorService scheduler) {
		this.scheduler = scheduler;
	}

	@Override
	public boolean canHandleReturnType(Class<?> returnType) {
		return CompletionStage.class.isAssignableFrom(returnType);
	}

	@Override
	public Object handle(ProceedingJoinPoint joinPoint, TimeLimiter limiter, String methodName) {
		return limiter.executeCompletionStage(this.scheduler, () -> JoinPoints.proceed(joinPoint));
	}

}
