/**
 * Public: bounded queues between coroutines, and the choice of whichever is ready first.
 * Read {@link io.coroutine.channel.Channel} first, then
 * {@link io.coroutine.channel.ChannelSelect}. It uses the names of waits only, so it
 * works for threads of every kind. Applications call it from any thread.
 */
@NullMarked
package io.coroutine.channel;

import org.jspecify.annotations.NullMarked;
