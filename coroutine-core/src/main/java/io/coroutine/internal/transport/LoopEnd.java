package io.coroutine.internal.transport;

import io.coroutine.internal.socket.StreamSocket;

/**
 * What has its socket on event loops.
 */
public interface LoopEnd {

	StreamSocket socket();

}
