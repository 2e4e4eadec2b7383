package io.coroutine.spring.stack;

import java.io.IOException;
import java.util.List;

import io.coroutine.Blocking;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import org.springframework.http.HttpHeaders;
import org.springframework.http.server.PathContainer;
import org.springframework.web.filter.OncePerRequestFilter;
import org.springframework.web.util.ServletRequestPathUtils;
import org.springframework.web.util.pattern.PathPattern;
import org.springframework.web.util.pattern.PathPatternParser;

/**
 * Runs requests to some paths on private stacks, from this filter on: those that come in
 * and the dispatches of asynchronous ones, but not error pages. A request that gets no
 * stack is answered with the status 503 and the header {@code Retry-After}. Those that
 * are no coroutine or have a private stack already pass.
 */
public final class PrivateStackFilter extends OncePerRequestFilter {

	private final List<PathPattern> paths;

	/**
	 * Create a filter.
	 * @param paths patterns of paths within the application, as those of controllers
	 * @throws org.springframework.web.util.pattern.PatternParseException if one is no
	 * pattern
	 */
	public PrivateStackFilter(List<String> paths) {
		PathPatternParser parser = PathPatternParser.defaultInstance;
		this.paths = paths.stream().map(parser::initFullPathPattern).map(parser::parse).toList();
	}

	@Override
	protected boolean shouldNotFilterAsyncDispatch() {
		return false;
	}

	@Override
	protected boolean shouldNotFilter(HttpServletRequest request) {
		return !Blocking.changesStack() || !matches(request);
	}

	private boolean matches(HttpServletRequest request) {
		PathContainer path = ServletRequestPathUtils.parse(request).pathWithinApplication();
		for (PathPattern pattern : this.paths) {
			if (pattern.matches(path)) {
				return true;
			}
		}
		return false;
	}

	@Override
	protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
			throws ServletException, IOException {
		try {
			StackChange.call(StackChange.DEFAULT_SIZE, () -> {
				chain.doFilter(request, response);
				return null;
			});
		}
		catch (NoPrivateStackException ex) {
			if (response.isCommitted()) {
				throw ex;
			}
			response.setHeader(HttpHeaders.RETRY_AFTER, NoPrivateStackException.RETRY_AFTER_SECONDS);
			response.sendError(ex.getStatusCode().value());
		}
		catch (IOException | ServletException | RuntimeException ex) {
			throw ex;
		}
		catch (Exception ex) {
			// Not declared by the chain
			throw new ServletException(ex);
		}
	}

}
