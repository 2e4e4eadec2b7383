/**
 * Beans of which each coroutine has one.
 */
@NullMarked
package io.coroutine.spring.scope;

import org.jspecify.annotations.NullMarked;
