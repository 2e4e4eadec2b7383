package io.coroutine.autoconfigure.web;

import io.coroutine.Hook;

/**
 * The hook of Tomcat where there is no Tomcat.
 *
 * @param server knows why
 */
record OtherWebServerHook(OtherWebServer server) implements Hook {

	@Override
	public String name() {
		return "tomcat";
	}

	@Override
	public Status status() {
		return new Status(false, this.server.reason());
	}

}
