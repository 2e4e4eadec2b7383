/**
 * Public: gates that let so many in at once, hold so many more in a fair queue, and turn
 * the others away. Read {@link io.coroutine.admission.AdmissionGate} first. It uses
 * timers of loops and tells fibers what they wait for, and works for threads of every
 * kind. Applications and the modules of this project call it from any thread.
 */
@NullMarked
package io.coroutine.admission;

import org.jspecify.annotations.NullMarked;
