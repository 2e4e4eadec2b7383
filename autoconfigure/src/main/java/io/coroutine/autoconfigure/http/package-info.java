/**
 * The connection pools of Apache HttpClient 5.
 */
@NullMarked
package io.coroutine.autoconfigure.http;

import org.jspecify.annotations.NullMarked;
