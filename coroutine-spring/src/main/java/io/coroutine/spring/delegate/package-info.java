/**
 * Objects that stand before others, change some calls and delegate all others. Read
 * {@code Delegates} first.
 */
@NullMarked
package io.coroutine.spring.delegate;

import org.jspecify.annotations.NullMarked;
