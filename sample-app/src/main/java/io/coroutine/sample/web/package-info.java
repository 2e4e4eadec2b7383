/**
 * What all endpoints share.
 */
@NullMarked
package io.coroutine.sample.web;

import org.jspecify.annotations.NullMarked;
