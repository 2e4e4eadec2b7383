package io.coroutine.spring.stack;

import io.coroutine.Blocking;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;

import org.springframework.core.Ordered;
import org.springframework.web.servlet.HandlerAdapter;
import org.springframework.web.servlet.ModelAndView;

/**
 * Runs handlers on private stacks that are annotated with {@link PrivateStack}, or that
 * stall their event loop again and again. It comes before the adapter that would serve
 * such a handler, and has that do the work. Handlers of which nothing is said are left to
 * the others, and so are requests that are no coroutine or have a private stack already.
 */
public final class PrivateStackHandlerAdapter implements HandlerAdapter, Ordered {

	private final StackChoices choices;

	private final OtherAdapters others = new OtherAdapters();

	private final @Nullable AdaptiveStacks adaptive;

	/**
	 * Create an adapter.
	 * @param annotations whether annotations count
	 * @param adaptive moves handlers that stall, or {@code null} if none is to be moved
	 */
	public PrivateStackHandlerAdapter(boolean annotations, @Nullable AdaptiveStacks adaptive) {
		this.choices = new StackChoices(annotations);
		this.adaptive = (adaptive != null && adaptive.isInForce()) ? adaptive : null;
	}

	@Override
	public int getOrder() {
		return HIGHEST_PRECEDENCE;
	}

	@Override
	public boolean supports(Object handler) {
		StackChoice choice = this.choices.of(handler);
		return (choice.isPrivate() || (this.adaptive != null && choice.isOpen())) && Blocking.changesStack();
	}

	@Override
	public @Nullable ModelAndView handle(HttpServletRequest request, HttpServletResponse response, Object handler)
			throws Exception {
		HandlerAdapter adapter = this.others.of(request, handler);
		StackChoice choice = this.choices.of(handler);
		if (choice.isPrivate()) {
			return StackChange.<@Nullable ModelAndView>call(choice.stackBytes(),
					() -> adapter.handle(request, response, handler));
		}
		Object id = HandlerId.of(handler, request);
		if (this.adaptive == null || id == null) {
			return adapter.handle(request, response, handler);
		}
		return this.adaptive.<@Nullable ModelAndView>call(id, () -> adapter.handle(request, response, handler));
	}

}
