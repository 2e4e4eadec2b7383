/**
 * What a coroutine hands on to those that it creates.
 */
@NullMarked
package io.coroutine.spring.context;

import org.jspecify.annotations.NullMarked;
