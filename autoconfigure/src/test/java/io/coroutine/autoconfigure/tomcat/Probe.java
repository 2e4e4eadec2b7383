package io.coroutine.autoconfigure.tomcat;

import java.io.IOException;

import io.coroutine.Coroutine;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

/**
 * Answers what kind of thread it runs in.
 */
class Probe extends HttpServlet {

	private static final long serialVersionUID = 1L;

	static final String COROUTINE = "coroutine";

	static final String VIRTUAL = "virtual thread";

	static final String PLATFORM = "platform thread";

	@Override
	protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
		String thread = (Thread.currentThread().isVirtual()) ? VIRTUAL : PLATFORM;
		response.setContentType("text/plain");
		response.getWriter().write((Coroutine.current() != null) ? COROUTINE : thread);
	}

}
