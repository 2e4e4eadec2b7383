/**
 * Public: a sequence whose elements a coroutine makes one by one, when they are asked
 * for. Read {@link io.coroutine.generator.Generator} first. It uses coroutines and the
 * hand-over between two of them. One thread at a time may ask for elements.
 */
@NullMarked
package io.coroutine.generator;

import org.jspecify.annotations.NullMarked;
