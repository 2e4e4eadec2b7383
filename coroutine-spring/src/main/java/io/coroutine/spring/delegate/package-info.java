/**
 * Objects that stand before others and hand on what they do not care for.
 */
@NullMarked
package io.coroutine.spring.delegate;

import org.jspecify.annotations.NullMarked;
