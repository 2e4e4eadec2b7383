/**
 * A program that is interrupted while it loads classes from its executable jar, and uses
 * files. Read {@link io.coroutine.classpath.interrupts.Interrupts} first.
 */
@NullMarked
package io.coroutine.classpath.interrupts;

import org.jspecify.annotations.NullMarked;
