package io.coroutine.actuate;

import java.util.function.Function;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.actuate.endpoint.annotation.DeleteOperation;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.boot.actuate.endpoint.annotation.Selector;
import org.springframework.boot.actuate.endpoint.web.WebEndpointResponse;
import org.springframework.boot.actuate.endpoint.web.annotation.EndpointWebExtension;

/**
 * {@link EndpointWebExtension @EndpointWebExtension} of the {@link CoroutinesEndpoint}:
 * dumps and single coroutines, as JSON or text, with the right status where there is
 * nothing to show.
 */
@EndpointWebExtension(endpoint = CoroutinesEndpoint.class)
public final class CoroutinesEndpointWebExtension {

	private static final String DUMP = "dump";

	private static final String TEXT = "text/plain;charset=UTF-8";

	private final CoroutineDumps dumps;

	private CoroutinesEndpointWebExtension(CoroutineDumps dumps) {
		this.dumps = dumps;
	}

	/**
	 * Create the extension.
	 * @param endpoint what it extends
	 * @return the extension
	 */
	public static CoroutinesEndpointWebExtension of(CoroutinesEndpoint endpoint) {
		return new CoroutinesEndpointWebExtension(endpoint.dumps());
	}

	/**
	 * Show the live coroutines, or one of them.
	 * @param id the number of a coroutine, or {@code dump}
	 * @param state of a dump, what the coroutines do
	 * @param mode of a dump, where their frames are
	 * @param loop of a dump, the index of their event loop
	 * @param waitingFor of a dump, the kind of thing they wait for
	 * @param olderThan of a dump, how long they live at least
	 * @param path of a dump, the path of their request or one above it
	 * @param limit of a dump, how many groups to show
	 * @return a {@link DumpDescriptor}, a {@link CoroutineDescriptor}, or the reason why
	 * not
	 */
	@ReadOperation
	public WebEndpointResponse<Object> look(@Selector String id, @Nullable String state, @Nullable String mode,
			@Nullable String loop, @Nullable String waitingFor, @Nullable String olderThan, @Nullable String path,
			@Nullable String limit) {
		return answer(() -> {
			DumpFilters filters = new DumpFilters(state, mode, loop, waitingFor, olderThan, path, limit);
			return (id.equals(DUMP)) ? this.dumps.dump(filters) : this.dumps.look(id);
		}, RefusalDescriptor::new);
	}

	/**
	 * Show the live coroutines, or one of them, as text.
	 * @param id as for {@link #look}, as all others
	 * @param state what the coroutines do
	 * @param mode where their frames are
	 * @param loop the index of their event loop
	 * @param waitingFor the kind of thing they wait for
	 * @param olderThan how long they live at least
	 * @param path the path of their request or one above it
	 * @param limit how many groups to show
	 * @return the text
	 */
	@ReadOperation(produces = TEXT)
	public WebEndpointResponse<Object> lookAsText(@Selector String id, @Nullable String state, @Nullable String mode,
			@Nullable String loop, @Nullable String waitingFor, @Nullable String olderThan, @Nullable String path,
			@Nullable String limit) {
		return answer(() -> {
			DumpFilters filters = new DumpFilters(state, mode, loop, waitingFor, olderThan, path, limit);
			return (id.equals(DUMP)) ? DumpText.of(this.dumps.dump(filters)) : DumpText.of(this.dumps.look(id));
		}, (reason) -> reason + "\n");
	}

	/**
	 * Cancel a coroutine. Only where the access to the endpoint is unrestricted.
	 * @param id its number
	 * @return nothing, or the reason why not
	 */
	@DeleteOperation
	public WebEndpointResponse<Object> cancel(@Selector String id) {
		return answer(() -> {
			this.dumps.cancel(id);
			return null;
		}, RefusalDescriptor::new);
	}

	private static WebEndpointResponse<Object> answer(Supplier<@Nullable Object> operation,
			Function<String, Object> refusal) {
		try {
			Object body = operation.get();
			return (body != null) ? new WebEndpointResponse<>(body)
					: new WebEndpointResponse<>(WebEndpointResponse.STATUS_NO_CONTENT);
		}
		catch (InvalidRequestException ex) {
			return new WebEndpointResponse<>(refusal.apply(ex.getMessage()), ex.status());
		}
	}

}
