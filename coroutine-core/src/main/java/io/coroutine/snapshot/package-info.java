/**
 * Public: values that say how things stood when somebody looked: counts, latencies,
 * loops, stalls, what a coroutine waits for. Records and enumerations, and
 * {@link io.coroutine.snapshot.NameLookupSource} for who has some to give, so there is no
 * order to read them in; {@link io.coroutine.RuntimeSnapshot} holds most. It uses
 * nothing, and stands at the bottom because everything makes such values. Any thread may
 * have them.
 */
@NullMarked
package io.coroutine.snapshot;

import org.jspecify.annotations.NullMarked;
