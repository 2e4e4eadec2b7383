package io.coroutine.tomcat;

import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

import io.coroutine.admission.AdmissionGate;
import io.coroutine.test.Eventually;
import io.coroutine.tomcat.GatedServer.Kind;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.DispatcherType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Asynchronous requests that have to pass a gate, on both connectors.
 */
@ParameterizedClass
@EnumSource(Kind.class)
class AdmissionAsyncTests {

	private final Kind kind;

	private final BlockingQueue<AsyncContext> contexts = new LinkedBlockingQueue<>();

	AdmissionAsyncTests(Kind kind) {
		this.kind = kind;
	}

	private GatedServer server(boolean held) throws Exception {
		AdmissionGate gate = AdmissionGate.builder("requests", 1).build();
		GatedServer server = new GatedServer(this.kind, gate, Duration.ofMinutes(1), held);
		server.server().serve("/async", (request, response) -> {
			String timeout = request.getQueryString();
			if (request.getDispatcherType() == DispatcherType.ASYNC && request.getAttribute("again") == null) {
				response.getWriter().print("dispatched");
				return;
			}
			request.removeAttribute("again");
			AsyncContext context = request.startAsync();
			context.setTimeout((timeout != null) ? Long.parseLong(timeout) : 0);
			this.contexts.add(context);
		}).serve("/now", (request, response) -> {
			AsyncContext context = request.startAsync();
			response.getWriter().print("at once");
			context.complete();
		});
		return server.start();
	}

	@Test
	void whenItIsNotCompletedThenItHoldsItsPlace() throws Exception {
		try (GatedServer server = server(true);
				RawClient client = server.send("/async");
				RawClient waiter = waiter(server)) {
			AsyncContext context = this.contexts.take();
			server.awaitQueued(1);
			context.getResponse().getWriter().print("completed");
			context.complete();
			assertThat(client.response().text()).isEqualTo("completed");
			assertThat(waiter.response().text()).isEqualTo("served");
			client.close();
			waiter.close();
			server.awaitNothingLeft();
		}
	}

	private static RawClient waiter(GatedServer server) throws Exception {
		Eventually.until("the first is let in", () -> server.gate().snapshot().inUse() == 1);
		return server.queue("/");
	}

	@Test
	void whenItIsDispatchedThenItTakesNoSecondPlace() throws Exception {
		try (GatedServer server = server(true); RawClient client = server.send("/async")) {
			this.contexts.take().dispatch();
			assertThat(client.response().text()).isEqualTo("dispatched");
			assertThat(server.gate().snapshot().admitted()).isEqualTo(1);
			client.close();
			server.awaitNothingLeft();
		}
	}

	@Test
	void whenItBecomesAsynchronousAgainThenItHoldsItsPlaceUntilTheEnd() throws Exception {
		try (GatedServer server = server(true);
				RawClient client = server.send("/async");
				RawClient waiter = waiter(server)) {
			for (int i = 0; i < 3; i++) {
				AsyncContext context = this.contexts.take();
				context.getRequest().setAttribute("again", true);
				context.dispatch();
			}
			AsyncContext context = this.contexts.take();
			assertThat(server.gate().snapshot().queued()).isEqualTo(1);
			context.dispatch();
			assertThat(client.response().text()).isEqualTo("dispatched");
			assertThat(waiter.response().text()).isEqualTo("served");
			assertThat(server.gate().snapshot().admitted()).isEqualTo(2);
			client.close();
			waiter.close();
			server.awaitNothingLeft();
		}
	}

	@Test
	void whenItIsCompletedBeforeItsServletReturnsThenItsPlaceIsFree() throws Exception {
		try (GatedServer server = server(true); RawClient client = server.send("/now")) {
			assertThat(client.response().text()).isEqualTo("at once");
			assertThat(client.get("/now").text()).isEqualTo("at once");
			client.close();
			server.awaitNothingLeft();
		}
	}

	@Test
	void whenItTimesOutThenItsPlaceIsFree() throws Exception {
		try (GatedServer server = server(true); RawClient client = server.send("/async?100")) {
			assertThat(client.response().status()).startsWith("HTTP/1.1 500");
			client.close();
			server.awaitNothingLeft();
		}
	}

	@Test
	void whenItsClientHasGoneThenItsPlaceIsFreeAtItsEnd() throws Exception {
		try (GatedServer server = server(true)) {
			RawClient client = server.send("/async");
			AsyncContext context = this.contexts.take();
			client.reset();
			context.getResponse().getWriter().print("too late");
			context.complete();
			server.awaitNothingLeft();
		}
	}

	@Test
	void whenItIsNotHeldThenItsPlaceIsFreeAtOnce() throws Exception {
		try (GatedServer server = server(false);
				RawClient client = server.send("/async");
				RawClient second = server.send("/")) {
			AsyncContext context = this.contexts.take();
			assertThat(second.response().text()).isEqualTo("served");
			Eventually.until("nobody is in", () -> server.gate().snapshot().inUse() == 0);
			context.dispatch();
			assertThat(client.response().text()).isEqualTo("dispatched");
			assertThat(server.gate().snapshot().admitted()).isEqualTo(2);
			client.close();
			second.close();
			server.awaitNothingLeft();
		}
	}

}
