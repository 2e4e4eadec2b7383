/**
 * How requests are let in or turned away, on any connector of Tomcat. Read {@code
 * AdmissionValve} first, then {@code RequestGate}.
 */
@NullMarked
package io.coroutine.tomcat.admission;

import org.jspecify.annotations.NullMarked;
