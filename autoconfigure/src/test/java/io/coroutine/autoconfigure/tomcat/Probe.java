package io.coroutine.autoconfigure.tomcat;

import java.io.IOException;

import io.coroutine.Coroutine;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

/**
 * Answers what kind of thread, and which coroutine, it runs in.
 */
class Probe extends HttpServlet {

	private static final long serialVersionUID = 1L;

	/** The header with the number of the coroutine. */
	static final String NUMBER = "X-Coroutine";

	static final String COROUTINE = "coroutine";

	static final String VIRTUAL = "virtual thread";

	static final String PLATFORM = "platform thread";

	@Override
	protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
		String thread = (Thread.currentThread().isVirtual()) ? VIRTUAL : PLATFORM;
		Coroutine current = Coroutine.current();
		response.setContentType("text/plain");
		response.setHeader(NUMBER, (current != null) ? String.valueOf(current.id()) : "none");
		response.getWriter().write((current != null) ? COROUTINE : thread);
	}

}
