/**
 * How those who are not let in are answered.
 */
@NullMarked
package io.coroutine.spring.admission;

import org.jspecify.annotations.NullMarked;
