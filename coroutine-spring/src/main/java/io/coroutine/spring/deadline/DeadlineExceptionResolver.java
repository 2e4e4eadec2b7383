package io.coroutine.spring.deadline;

import java.util.function.Supplier;
import java.util.stream.Stream;

import io.coroutine.scope.DeadlineExceededException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import org.springframework.core.Ordered;
import org.springframework.web.servlet.HandlerExceptionResolver;
import org.springframework.web.servlet.ModelAndView;

/**
 * Has the other resolvers answer a request whose deadline has passed, as one that has
 * thrown a {@link RequestDeadlineExceededException}. The deadline is over then, so that
 * the answer can be written.
 * <p>
 * If a part of the answer has been sent already, nothing is added to it: the exception
 * goes to the server, which closes the connection, so that the client can tell.
 */
public final class DeadlineExceptionResolver implements HandlerExceptionResolver, Ordered {

	private static final Log logger = LogFactory.getLog(DeadlineExceptionResolver.class);

	private final Supplier<Stream<HandlerExceptionResolver>> resolvers;

	/**
	 * Create the resolver.
	 * @param resolvers returns the resolvers of the application in their order, this one
	 * too
	 */
	public DeadlineExceptionResolver(Supplier<Stream<HandlerExceptionResolver>> resolvers) {
		this.resolvers = resolvers;
	}

	@Override
	public int getOrder() {
		return Ordered.HIGHEST_PRECEDENCE;
	}

	@Override
	public @Nullable ModelAndView resolveException(HttpServletRequest request, HttpServletResponse response,
			@Nullable Object handler, Exception failure) {
		boolean passed = RequestDeadlines.end(request) || failure instanceof DeadlineExceededException;
		if (!passed || failure instanceof RequestDeadlineExceededException) {
			return null;
		}
		logger.debug("A request was not done by its deadline", failure);
		RequestDeadlineExceededException exceeded = new RequestDeadlineExceededException(failure);
		if (response.isCommitted()) {
			throw exceeded;
		}
		response.resetBuffer();
		for (HandlerExceptionResolver resolver : this.resolvers.get().toList()) {
			ModelAndView answer = (resolver != this) ? resolver.resolveException(request, response, handler, exceeded)
					: null;
			if (answer != null) {
				return answer;
			}
		}
		return null;
	}

}
