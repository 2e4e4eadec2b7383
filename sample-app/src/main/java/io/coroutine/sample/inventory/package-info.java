/**
 * The downstream inventory service, served by the same application so that the sample
 * needs no second process.
 */
@NullMarked
package io.coroutine.sample.inventory;

import org.jspecify.annotations.NullMarked;
