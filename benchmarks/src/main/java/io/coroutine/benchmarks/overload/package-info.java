/**
 * More load than a service can bear.
 */
@NullMarked
package io.coroutine.benchmarks.overload;

import org.jspecify.annotations.NullMarked;
