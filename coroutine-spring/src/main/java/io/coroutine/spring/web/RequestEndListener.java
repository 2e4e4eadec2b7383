package io.coroutine.spring.web;

import jakarta.servlet.ServletRequestEvent;
import jakarta.servlet.ServletRequestListener;

/**
 * Ends what coroutines have inherited of a request: when it is complete, also if that is
 * long after its first dispatch, and before the container uses its objects again.
 */
public final class RequestEndListener implements ServletRequestListener {

	@Override
	public void requestDestroyed(ServletRequestEvent event) {
		RequestGuard.close(event.getServletRequest());
	}

}
