package io.coroutine.spring.stack;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import jakarta.servlet.http.HttpServletRequest;

import org.springframework.beans.factory.BeanFactoryUtils;
import org.springframework.context.ApplicationContext;
import org.springframework.core.annotation.AnnotationAwareOrderComparator;
import org.springframework.util.ConcurrentReferenceHashMap;
import org.springframework.web.servlet.HandlerAdapter;
import org.springframework.web.servlet.support.RequestContextUtils;

/**
 * The adapters of a {@code DispatcherServlet} but for {@link PrivateStackHandlerAdapter}:
 * one of them would serve a handler if that was not there. May be used by any thread.
 */
final class OtherAdapters {

	/** There may be several servlets, each with a context of its own. */
	private final Map<ApplicationContext, List<HandlerAdapter>> adapters = new ConcurrentReferenceHashMap<>();

	/**
	 * Return the adapter that would serve a handler.
	 * @throws IllegalStateException if there is none
	 */
	HandlerAdapter of(HttpServletRequest request, Object handler) {
		ApplicationContext context = RequestContextUtils.findWebApplicationContext(request);
		if (context != null) {
			List<HandlerAdapter> found = this.adapters.computeIfAbsent(context, OtherAdapters::find);
			for (HandlerAdapter adapter : found) {
				if (adapter.supports(handler)) {
					return adapter;
				}
			}
		}
		throw new IllegalStateException("No adapter for handler [" + handler
				+ "]: The DispatcherServlet configuration needs to include a HandlerAdapter that supports this handler");
	}

	/**
	 * Find them as the servlet does.
	 */
	private static List<HandlerAdapter> find(ApplicationContext context) {
		List<HandlerAdapter> found = new ArrayList<>(
				BeanFactoryUtils.beansOfTypeIncludingAncestors(context, HandlerAdapter.class, true, false).values());
		found.removeIf(PrivateStackHandlerAdapter.class::isInstance);
		AnnotationAwareOrderComparator.sort(found);
		return found;
	}

}
