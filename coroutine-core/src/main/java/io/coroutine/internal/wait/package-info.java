/**
 * What a thread may say of itself while it waits or works, and waits that an interrupt
 * does not end. Read {@link io.coroutine.internal.wait.WaitReason} first. It uses
 * snapshots. The waiting thread hands a reason over; any thread that looks asks it.
 */
@NullMarked
package io.coroutine.internal.wait;

import org.jspecify.annotations.NullMarked;
