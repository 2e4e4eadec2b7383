/**
 * Auto-configuration of the gates that turn overload away.
 */
@NullMarked
package io.coroutine.autoconfigure.admission;

import org.jspecify.annotations.NullMarked;
