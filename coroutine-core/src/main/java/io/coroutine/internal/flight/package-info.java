/**
 * Events of the JDK's flight recorder, made of numbers and texts, not of fibers. Read
 * {@link io.coroutine.internal.flight.FlightRecords} first. It uses the names of waits.
 * Whoever has something to record calls it, on its own thread.
 */
@NullMarked
package io.coroutine.internal.flight;

import org.jspecify.annotations.NullMarked;
