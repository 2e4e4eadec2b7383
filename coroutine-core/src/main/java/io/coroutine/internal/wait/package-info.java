/**
 * What a thread may say of itself while it waits or works, and waits that outlast
 * interrupts. Read {@link io.coroutine.internal.wait.WaitReason} first. It uses
 * snapshots. The waiting thread itself calls it.
 */
@NullMarked
package io.coroutine.internal.wait;

import org.jspecify.annotations.NullMarked;
