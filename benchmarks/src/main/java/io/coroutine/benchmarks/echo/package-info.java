/**
 * A server that sends back what it receives.
 */
@NullMarked
package io.coroutine.benchmarks.echo;

import org.jspecify.annotations.NullMarked;
