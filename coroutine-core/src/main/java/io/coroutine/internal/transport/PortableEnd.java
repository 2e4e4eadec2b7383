package io.coroutine.internal.transport;

/**
 * What has its socket from the JDK.
 */
public interface PortableEnd {

	PortableReadiness readiness();

}
