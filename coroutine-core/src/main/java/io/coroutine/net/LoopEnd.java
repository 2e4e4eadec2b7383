package io.coroutine.net;

/**
 * What has its socket on event loops.
 */
interface LoopEnd {

	StreamSocket socket();

}
