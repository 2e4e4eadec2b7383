/**
 * How those who are not let in are answered. Read {@code AdmissionExceptionResolver}
 * first.
 */
@NullMarked
package io.coroutine.spring.admission;

import org.jspecify.annotations.NullMarked;
