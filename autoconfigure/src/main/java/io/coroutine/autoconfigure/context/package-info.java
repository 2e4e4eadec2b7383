/**
 * Auto-configuration of what coroutines take over from their creators.
 */
@NullMarked
package io.coroutine.autoconfigure.context;

import org.jspecify.annotations.NullMarked;
