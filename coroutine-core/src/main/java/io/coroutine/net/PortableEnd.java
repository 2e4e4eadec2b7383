package io.coroutine.net;

/**
 * What has its socket from the JDK.
 */
interface PortableEnd {

	PortableReadiness readiness();

}
