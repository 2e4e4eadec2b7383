package io.coroutine.actuate;

import java.util.List;

import io.coroutine.CoroutineInfo;
import io.coroutine.CoroutineStack;
import io.coroutine.snapshot.WaitingFor;
import io.coroutine.snapshot.WorkingFor;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.actuate.endpoint.OperationResponseBody;

/**
 * A coroutine at a moment.
 *
 * @param id its number, that of its thread
 * @param name its name
 * @param request the method and path of the request that it serves, or {@code null} if it
 * serves none
 * @param traceId the number of the trace of this request, or {@code null} if there is
 * none
 * @param ageMilliseconds how long it lives, to some 20 ms
 * @param state what it does
 * @param waitingFor what it waits for, or {@code null} if it does not wait
 * @param loop the index of its event loop, or {@code null} if it has none
 * @param stackMode where its frames are
 * @param stack its frames, the innermost first
 */
public record CoroutineDescriptor(long id, String name, @Nullable String request, @Nullable String traceId,
		long ageMilliseconds, String state, @Nullable WaitDescriptor waitingFor, @Nullable Integer loop,
		String stackMode, List<String> stack) implements OperationResponseBody {

	static CoroutineDescriptor of(CoroutineStack stack) {
		CoroutineInfo info = stack.info();
		WorkingFor request = info.workingFor();
		return new CoroutineDescriptor(info.id(), info.name(), (request != null) ? request.toString() : null,
				(request != null) ? request.traceId() : null, info.age().toMillis(), Names.of(info.state()),
				WaitDescriptor.of(info.waitingFor()), info.loop(), Names.of(info.stackMode()),
				stack.frames().stream().map(StackTraceElement::toString).toList());
	}

	/**
	 * What a coroutine waits for.
	 *
	 * @param kind the kind of thing
	 * @param description what exactly
	 */
	public record WaitDescriptor(String kind, String description) {

		static @Nullable WaitDescriptor of(@Nullable WaitingFor waitingFor) {
			return (waitingFor != null) ? new WaitDescriptor(Names.of(waitingFor.kind()), waitingFor.text()) : null;
		}

	}

}
