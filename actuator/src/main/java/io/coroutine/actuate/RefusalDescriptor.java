package io.coroutine.actuate;

import org.springframework.boot.actuate.endpoint.OperationResponseBody;

/**
 * The answer to a request that cannot be answered.
 *
 * @param error why, and what to do
 */
public record RefusalDescriptor(String error) implements OperationResponseBody {
}
