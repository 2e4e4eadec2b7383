/**
 * Admission to connection pools. Read {@code PoolAdmission} first, then {@code
 * GatedDataSource}.
 */
@NullMarked
package io.coroutine.spring.jdbc;

import org.jspecify.annotations.NullMarked;
