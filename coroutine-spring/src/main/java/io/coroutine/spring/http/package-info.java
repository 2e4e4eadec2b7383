/**
 * Admission to the connection pools of Apache HttpClient 5. Read {@code PoolPermits}
 * first, then {@code GatedLease}.
 */
@NullMarked
package io.coroutine.spring.http;

import org.jspecify.annotations.NullMarked;
