package io.coroutine.spring.resilience4j;

import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ScheduledExecutorService;

import io.github.resilience4j.retry.RetryConfig;
import io.github.resilience4j.retry.RetryRegistry;
import io.github.resilience4j.retry.annotation.Retry;
import io.github.resilience4j.spring6.fallback.FallbackExecutor;
import io.github.resilience4j.spring6.retry.configure.RetryAspect;
import io.github.resilience4j.spring6.retry.configure.RetryAspectExt;
import io.github.resilience4j.spring6.retry.configure.RetryConfigurationProperties;
import io.github.resilience4j.spring6.spelresolver.SpelResolver;
import io.github.resilience4j.spring6.utils.AnnotationExtractor;
import org.aspectj.lang.ProceedingJoinPoint;
import org.aspectj.lang.annotation.Aspect;
import org.aspectj.lang.reflect.MethodSignature;
import org.jspecify.annotations.Nullable;

/**
 * Resilience4j's aspect for {@code @Retry}, but for methods that return a
 * {@link CompletionStage}: these wait between their attempts with another scheduler. Both
 * do the same by name, configuration and fallback method; the scheduler of the original
 * cannot be replaced, and never starts a thread as it is given nothing to do.
 */
@Aspect
public final class CoroutineRetryAspect extends RetryAspect {

	private final RetryRegistry retries;

	private final FallbackExecutor fallbacks;

	private final SpelResolver expressions;

	private final ScheduledExecutorService scheduler;

	/**
	 * Create the aspect.
	 * @param properties give its order
	 * @param retries has the retries
	 * @param extensions are for other return types, or {@code null}
	 * @param fallbacks calls fallback methods
	 * @param expressions resolves names
	 * @param scheduler waits for the next attempt, and makes it
	 */
	public CoroutineRetryAspect(RetryConfigurationProperties properties, RetryRegistry retries,
			@Nullable List<RetryAspectExt> extensions, FallbackExecutor fallbacks, SpelResolver expressions,
			ScheduledExecutorService scheduler) {
		super(properties, retries, extensions, fallbacks, expressions, null);
		this.retries = retries;
		this.fallbacks = fallbacks;
		this.expressions = expressions;
		this.scheduler = scheduler;
	}

	@Override
	public @Nullable Object retryAroundAdvice(ProceedingJoinPoint joinPoint, @Nullable Retry annotation)
			throws Throwable {
		Method method = ((MethodSignature) joinPoint.getSignature()).getMethod();
		Retry effective = (annotation != null) ? annotation : annotationOf(joinPoint.getTarget());
		if (effective == null || !CompletionStage.class.isAssignableFrom(method.getReturnType())) {
			return super.retryAroundAdvice(joinPoint, annotation);
		}
		io.github.resilience4j.retry.Retry retry = find(effective, method, joinPoint.getArgs());
		return this.fallbacks.execute(joinPoint, method, effective.fallbackMethod(),
				() -> retry.executeCompletionStage(this.scheduler, () -> JoinPoints.proceed(joinPoint)));
	}

	private static @Nullable Retry annotationOf(Object target) {
		return (target instanceof Proxy) ? AnnotationExtractor.extractAnnotationFromProxy(target, Retry.class)
				: AnnotationExtractor.extract(target.getClass(), Retry.class);
	}

	private io.github.resilience4j.retry.Retry find(Retry annotation, Method method, Object[] arguments) {
		String name = this.expressions.resolve(method, arguments, annotation.name());
		String configName = (annotation.configuration().isEmpty()) ? name : annotation.configuration();
		RetryConfig config = this.retries.getConfiguration(configName).orElseGet(this.retries::getDefaultConfig);
		return this.retries.retry(name, config);
	}

}
