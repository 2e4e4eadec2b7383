package io.coroutine.spring.web;

import java.security.Principal;
import java.util.Objects;
import java.util.function.Function;

import io.coroutine.local.CoroutineLocal;
import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;

/**
 * Binds a {@link CoroutineLocal} to requests: at the start of each it gets a value, at
 * the end it has none again. Each bean of this type is in force, such as
 *
 * <pre>{@code
 * RequestLocal.fromHeader(TENANT, "X-Tenant").orElse("public").inMdc()
 * }</pre>
 *
 * During the request, the value is an attribute of it, in expressions
 * {@code @coroutineLocals['tenant']}, and if wanted in the MDC, all under the name of the
 * coroutine-local. A further dispatch of the same request, as the one after an
 * asynchronous result or to an error page, finds the value that the attribute has then.
 * <p>
 * A binding never changes, and may be used by any thread.
 *
 * @param <T> the type of the values
 */
public final class RequestLocal<T> {

	private final CoroutineLocal<? super T> local;

	private final Function<HttpServletRequest, ? extends @Nullable T> source;

	private final @Nullable T other;

	private final boolean mirrored;

	private final boolean late;

	private RequestLocal(CoroutineLocal<? super T> local, Function<HttpServletRequest, ? extends @Nullable T> source,
			@Nullable T other, boolean mirrored, boolean late) {
		this.local = local;
		this.source = source;
		this.other = other;
		this.mirrored = mirrored;
		this.late = late;
	}

	/**
	 * Bind a coroutine-local to what a function makes of the request.
	 * @param <T> the type of the values
	 * @param local the coroutine-local, which must have a name
	 * @param source makes the value, or {@code null} for none. Called before the filters
	 * of Spring Security unless told {@linkplain #afterSecurity() otherwise}; what it
	 * throws ends the request
	 * @return the binding
	 * @throws IllegalArgumentException if the coroutine-local has no name
	 */
	public static <T> RequestLocal<T> from(CoroutineLocal<? super T> local,
			Function<HttpServletRequest, ? extends @Nullable T> source) {
		if (local.name() == null) {
			throw new IllegalArgumentException("A coroutine-local that is bound to requests must have a name: "
					+ "give it one with CoroutineLocal.builder().name(...)");
		}
		return new RequestLocal<>(local, Objects.requireNonNull(source, "The source must not be null"), null, false,
				false);
	}

	/**
	 * Bind a coroutine-local to a header.
	 * @param local the coroutine-local, which must have a name
	 * @param header the name of the header, whose first value counts
	 * @return the binding
	 */
	public static RequestLocal<String> fromHeader(CoroutineLocal<? super String> local, String header) {
		return from(local, (request) -> request.getHeader(header));
	}

	/**
	 * Bind a coroutine-local to an attribute that the container has set, or a filter
	 * which comes before that of the bindings.
	 * @param <T> the type of the values
	 * @param local the coroutine-local, which must have a name
	 * @param attribute the name of the attribute
	 * @param type the type of the attribute; a request with one of another type fails
	 * @return the binding
	 */
	public static <T> RequestLocal<T> fromAttribute(CoroutineLocal<? super T> local, String attribute, Class<T> type) {
		return from(local, (request) -> type.cast(request.getAttribute(attribute)));
	}

	/**
	 * Bind a coroutine-local to the name of who is logged in,
	 * {@linkplain #afterSecurity() after} that is known.
	 * @param local the coroutine-local, which must have a name
	 * @return the binding
	 */
	public static RequestLocal<String> fromPrincipal(CoroutineLocal<? super String> local) {
		RequestLocal<String> binding = from(local, (request) -> {
			Principal principal = request.getUserPrincipal();
			return (principal != null) ? principal.getName() : null;
		});
		return binding.afterSecurity();
	}

	/**
	 * Set the value for requests that have none.
	 * @param value the value; by default there is none, so that the coroutine-local has
	 * its initial one
	 * @return a new binding
	 */
	public RequestLocal<T> orElse(T value) {
		return new RequestLocal<>(this.local, this.source, Objects.requireNonNull(value, "The value must not be null"),
				this.mirrored, this.late);
	}

	/**
	 * Let the value be in the diagnostic context of the log (MDC), as text.
	 * @return a new binding
	 */
	public RequestLocal<T> inMdc() {
		return new RequestLocal<>(this.local, this.source, this.other, true, this.late);
	}

	/**
	 * Let the value be taken after the filters of Spring Security, when the principal is
	 * known, and not before them. A request that they refuse has no value then.
	 * @return a new binding
	 */
	public RequestLocal<T> afterSecurity() {
		return new RequestLocal<>(this.local, this.source, this.other, this.mirrored, true);
	}

	/**
	 * Change the value during a request: that of the coroutine-local, the attribute, and
	 * if wanted in the MDC. {@link CoroutineLocal#set} changes the first only. A
	 * coroutine that the request has created changes its own value and MDC, not the
	 * attribute. Outside of requests it is the same as {@link CoroutineLocal#set}, and
	 * the MDC.
	 * @param value the value
	 */
	public void set(T value) {
		HttpServletRequest request = BoundLocals.currentRequest();
		if (request != null) {
			request.setAttribute(name(), value);
		}
		put(value);
	}

	/**
	 * Return the name of the coroutine-local.
	 * @return the name
	 */
	public String name() {
		return Objects.requireNonNull(this.local.name());
	}

	boolean isLate() {
		return this.late;
	}

	@Nullable Object get() {
		return this.local.get();
	}

	/**
	 * Bind it to a request.
	 * @return what ends that
	 */
	@Nullable Runnable bind(HttpServletRequest request, boolean further) {
		T value = value(request, further);
		if (value == null) {
			return null;
		}
		Runnable end = (this.mirrored) ? mirror() : this.local::remove;
		request.setAttribute(name(), value);
		put(value);
		return end;
	}

	private void put(T value) {
		this.local.set(value);
		if (this.mirrored) {
			Mdc.put(name(), value.toString());
		}
	}

	private Runnable mirror() {
		String previous = Mdc.get(name());
		return () -> {
			this.local.remove();
			Mdc.restore(name(), previous);
		};
	}

	@SuppressWarnings("unchecked")
	private @Nullable T value(HttpServletRequest request, boolean further) {
		// Nobody else is to use the attribute
		T value = (further) ? (T) request.getAttribute(name()) : null;
		if (value == null) {
			value = this.source.apply(request);
		}
		return (value != null) ? value : this.other;
	}

}
