package io.coroutine.spring.web;

import java.io.IOException;
import java.util.List;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Puts {@linkplain RequestLocal bindings} in force for each dispatch of a request from
 * the outside: the first, those after asynchronous results, and to error pages. To be
 * registered for those. Each of them runs in a coroutine of its own, or after the others.
 */
public final class RequestLocalFilter extends OncePerRequestFilter {

	private final List<RequestLocal<?>> locals;

	private final boolean late;

	/**
	 * Create the filter.
	 * @param locals all bindings
	 * @param late whether the filter is for those that are taken
	 * {@linkplain RequestLocal#afterSecurity() after security}, or for the others
	 */
	public RequestLocalFilter(List<? extends RequestLocal<?>> locals, boolean late) {
		this.locals = locals.stream()
			.<RequestLocal<?>>map((local) -> local)
			.filter((local) -> local.isLate() == late)
			.toList();
		this.late = late;
	}

	/**
	 * Tell whether there is anything for the filter to do.
	 * @return whether it has bindings
	 */
	public boolean isNeeded() {
		return !this.locals.isEmpty();
	}

	@Override
	protected String getAlreadyFilteredAttributeName() {
		return RequestLocalFilter.class.getName() + ((this.late) ? ".LATE" : ".EARLY") + ALREADY_FILTERED_SUFFIX;
	}

	@Override
	protected boolean shouldNotFilterAsyncDispatch() {
		return false;
	}

	@Override
	protected boolean shouldNotFilterErrorDispatch() {
		return false;
	}

	@Override
	protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
			throws ServletException, IOException {
		BoundLocals bound = new BoundLocals();
		try {
			bound.bind(this.locals, request);
			chain.doFilter(request, response);
		}
		finally {
			bound.end();
		}
	}

}
