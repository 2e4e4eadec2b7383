package io.coroutine.internal.flight;

import io.coroutine.snapshot.WorkingFor;
import org.jspecify.annotations.Nullable;

/**
 * Who has occupied an event loop, in numbers and words.
 *
 * @param loop the index of the loop
 * @param coroutineId the number of the coroutine, 0 if it is an adopted virtual thread
 * @param coroutineName its name
 * @param stack what it did
 * @param work what it worked for
 */
public record Culprit(int loop, long coroutineId, @Nullable String coroutineName, String stack,
		@Nullable WorkingFor work) {
}
