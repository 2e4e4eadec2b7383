package io.coroutine.compatibility.tomcat;

import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;

/**
 * Tells the name of the thread that serves a request to the management server.
 */
@Endpoint(id = "threadname")
class ThreadNameEndpoint {

	@ReadOperation
	String name() {
		return Thread.currentThread().getName();
	}

}
