package io.coroutine.internal.flight;

import io.coroutine.snapshot.WorkingFor;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import org.jspecify.annotations.Nullable;

/**
 * An event that tells which request a coroutine was working for. That is found out when
 * the event is written, by whoever writes it, and costs nothing before. Not all work is
 * that of a request, and of some requests it is not known any more.
 */
@SuppressWarnings("UnusedVariable") // Flight recorder reads the fields
abstract sealed class RequestEvent extends Event permits CulpritEvent, StacksExhaustedEvent, SwitchEvent {

	// Flight recorder leaves out private fields of a superclass

	@Label("Request Method")
	@Nullable String requestMethod;

	@Label("Request Path")
	@Description("The path of the request that the coroutine worked for, without query")
	@Nullable String requestPath;

	@Label("Trace Id")
	@Description("The number under which the traces of the application know the request")
	@Nullable String traceId;

	/**
	 * Fill in the request.
	 */
	final void workingFor(@Nullable WorkingFor work) {
		if (work != null) {
			this.requestMethod = work.action();
			this.requestPath = work.target();
			this.traceId = work.traceId();
		}
	}

}
