package io.coroutine.autoconfigure.context;

import java.net.http.HttpClient;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import io.coroutine.Coroutine;
import io.coroutine.CoroutineRuntime;
import io.coroutine.scope.CoroutineScope;
import io.coroutine.test.Live;
import jakarta.annotation.PreDestroy;
import jakarta.servlet.http.HttpServletRequest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.beans.factory.BeanCreationException;
import org.springframework.boot.test.context.assertj.AssertableWebApplicationContext;
import org.springframework.boot.test.context.runner.ContextConsumer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.i18n.LocaleContextHolder;
import org.springframework.core.NestedExceptionUtils;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.context.annotation.RequestScope;
import org.springframework.web.context.request.RequestAttributes;
import org.springframework.web.context.request.RequestContextHolder;
import org.springframework.web.context.request.ServletRequestAttributes;
import org.springframework.web.context.request.async.DeferredResult;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The request in coroutines that inherit it, and after its end, on the connector of each
 * engine.
 */
@ParameterizedClass
@ValueSource(strings = { "event-loop", "portable" })
class InheritedRequestTests {

	private static final String ENDED = "The request that this coroutine has inherited has ended: "
			+ "let the request wait for the coroutine, or read what it needs before it is created";

	@Parameter
	private String engine;

	private void run(ContextConsumer<AssertableWebApplicationContext> consumer) {
		WebApplication.runner(this.engine).withUserConfiguration(Application.class).run((context) -> {
			consumer.accept(context);
			Live.awaitNone(context.getBean(CoroutineRuntime.class));
		});
	}

	@Test
	void whenForkedThenChildrenHaveTheRequestAndShareItsBeans() {
		run((context) -> {
			try (HttpClient client = WebApplication.client()) {
				String answer = WebApplication
					.get(client, context, "/fork?user=anna", "X-User", "anna", "Accept-Language", "fr")
					.body();
				assertThat(answer).isEqualTo("[\"anna anna anna fr session of anna anna anna\"]");
				Observed observed = context.getBean(Observed.class);
				Live.awaitNone(context.getBean(CoroutineRuntime.class));
				assertThat(observed.beans).containsExactly("created for anna", "destroyed for anna");
			}
		});
	}

	@Test
	void whenAChildWantsWhatBelongsToTheRequestThenItIsToldSo() {
		run((context) -> {
			try (HttpClient client = WebApplication.client()) {
				assertThat(WebApplication.get(client, context, "/refused").body())
					.isEqualTo("A coroutine that has inherited a request cannot call getInputStream: "
							+ "do so in the request's own coroutine, and hand the result on");
			}
		});
	}

	@Test
	void whenChildrenOutliveRequestsThenNoneSeesAnother() {
		run((context) -> {
			Observed observed = context.getBean(Observed.class);
			Set<String> ports = ConcurrentHashMap.newKeySet();
			List<Thread> clients = new ArrayList<>();
			List<Throwable> failures = new CopyOnWriteArrayList<>();
			for (int i = 0; i < 2; i++) {
				String prefix = "user" + i + "-";
				clients.add(Thread.ofPlatform()
					.uncaughtExceptionHandler((thread, failure) -> failures.add(failure))
					.start(() -> {
						try (HttpClient client = WebApplication.client()) {
							for (int request = 0; request < 400; request++) {
								String user = prefix + request;
								ports.add(WebApplication.get(client, context, "/outlive?user=" + user, "X-User", user)
									.body());
							}
						}
						catch (Exception ex) {
							throw new IllegalStateException(ex);
						}
					}));
			}
			for (Thread client : clients) {
				client.join();
			}
			Live.awaitNone(context.getBean(CoroutineRuntime.class));
			assertThat(failures).isEmpty();
			assertThat(ports).hasSize(2);
			assertThat(observed.foreign).isEmpty();
			assertThat(observed.seen).hasPositiveValue();
			assertThat(observed.refusals).containsExactly(ENDED);
			assertThat(observed.refused).hasValue(2 * 400 * 2 * Controller.REFUSALS);
		});
	}

	@Test
	void whenRequestIsAsynchronousThenItLastsUntilItIsComplete() {
		run((context) -> {
			Observed observed = context.getBean(Observed.class);
			try (HttpClient client = WebApplication.client()) {
				assertThat(WebApplication.get(client, context, "/deferred", "X-User", "berta").body())
					.isEqualTo("berta after the first dispatch");
				assertThat(observed.late.get(60, TimeUnit.SECONDS)).isEqualTo(ENDED);
			}
		});
	}

	@Test
	void whenTheRawRequestIsCapturedThenTomcatRefusesItOnceItIsUsedAgain() {
		run((context) -> {
			Observed observed = context.getBean(Observed.class);
			try (HttpClient client = WebApplication.client()) {
				WebApplication.get(client, context, "/raw", "X-User", "carla");
				WebApplication.get(client, context, "/fork?user=dora", "X-User", "dora");
				observed.next.countDown();
				assertThat(observed.late.get(60, TimeUnit.SECONDS)).startsWith("The request object has been recycled");
			}
		});
	}

	@Configuration(proxyBeanMethods = false)
	static class Application {

		@Bean
		Observed observed() {
			return new Observed();
		}

		@Bean
		Controller controller(CoroutineRuntime runtime, Observed observed, UserOfRequest bean) {
			return new Controller(runtime, observed, bean);
		}

		@Bean
		@RequestScope
		UserOfRequest userOfRequest(Observed observed) throws InterruptedException {
			// Long enough for another coroutine to come by
			Thread.sleep(2);
			return new UserOfRequest(observed, request().getRequest().getHeader("X-User"));
		}

	}

	private static ServletRequestAttributes request() {
		return (ServletRequestAttributes) RequestContextHolder.currentRequestAttributes();
	}

	/**
	 * What the coroutines have seen.
	 */
	static class Observed {

		final List<String> beans = new CopyOnWriteArrayList<>();

		final List<String> foreign = new CopyOnWriteArrayList<>();

		final Set<String> refusals = ConcurrentHashMap.newKeySet();

		final AtomicInteger seen = new AtomicInteger();

		final AtomicInteger refused = new AtomicInteger();

		final CountDownLatch next = new CountDownLatch(1);

		volatile Future<String> late;

		void refused(Exception ex) {
			this.refusals.add(NestedExceptionUtils.getMostSpecificCause(ex).getMessage());
			this.refused.incrementAndGet();
		}

		void seen(String user, Object value) {
			if (!user.equals(value)) {
				this.foreign.add(value + " instead of " + user);
			}
			this.seen.incrementAndGet();
		}

	}

	/**
	 * A bean of each request.
	 */
	static class UserOfRequest {

		private final Observed observed;

		private final String user;

		UserOfRequest() {
			this(new Observed(), "proxy");
		}

		UserOfRequest(Observed observed, String user) {
			this.observed = observed;
			this.user = user;
			observed.beans.add("created for " + user);
		}

		String user() {
			return this.user;
		}

		@PreDestroy
		void destroy() {
			this.observed.beans.add("destroyed for " + this.user);
		}

	}

	@RestController
	static class Controller {

		static final int REFUSALS = 100;

		private final CoroutineRuntime runtime;

		private final Observed observed;

		private final UserOfRequest bean;

		Controller(CoroutineRuntime runtime, Observed observed, UserOfRequest bean) {
			this.runtime = runtime;
			this.observed = observed;
			this.bean = bean;
		}

		@GetMapping("/fork")
		List<String> fork(@RequestParam String user, HttpServletRequest request) throws Exception {
			request.getSession().setAttribute("user", "session of " + user);
			request.setAttribute("user", user);
			try (CoroutineScope scope = CoroutineScope.open()) {
				List<Future<String>> children = new ArrayList<>();
				for (int i = 0; i < 8; i++) {
					children.add(scope.fork(this::describe));
				}
				scope.joinAll();
				return children.stream().map(Future::resultNow).distinct().toList();
			}
		}

		private String describe() {
			HttpServletRequest request = request().getRequest();
			return String.join(" ", request.getHeader("X-User"), request.getParameter("user"),
					Collections.list(request.getHeaders("X-User")).getFirst(),
					LocaleContextHolder.getLocale().getLanguage(),
					(String) request().getAttribute("user", RequestAttributes.SCOPE_SESSION),
					(String) request().getAttribute("user", RequestAttributes.SCOPE_REQUEST), this.bean.user());
		}

		@GetMapping("/refused")
		String refused() throws Exception {
			return this.runtime.submit(() -> {
				try {
					return "allowed: " + request().getRequest().getInputStream();
				}
				catch (IllegalStateException ex) {
					return ex.getMessage();
				}
			}).get();
		}

		@GetMapping("/outlive")
		String outlive(@RequestParam String user, HttpServletRequest request) throws InterruptedException {
			request.setAttribute("user", user);
			CountDownLatch begun = new CountDownLatch(2);
			for (int i = 0; i < 2; i++) {
				this.runtime.start(() -> readUntilRefused(user, begun));
			}
			begun.await();
			return String.valueOf(request.getRemotePort());
		}

		private void readUntilRefused(String user, CountDownLatch begun) {
			int refusals = 0;
			while (refusals < REFUSALS) {
				try {
					this.observed.seen(user, request().getRequest().getHeader("X-User"));
					this.observed.seen(user, request().getRequest().getParameter("user"));
					this.observed.seen(user, request().getRequest().getParameterMap().get("user")[0]);
					this.observed.seen(user, request().getAttribute("user", RequestAttributes.SCOPE_REQUEST));
					this.observed.seen(user, this.bean.user());
				}
				catch (IllegalStateException | BeanCreationException ex) {
					refusals++;
					this.observed.refused(ex);
				}
				begun.countDown();
				Coroutine.yield();
			}
		}

		@GetMapping("/deferred")
		DeferredResult<String> deferred(@RequestHeader("X-User") String user) {
			DeferredResult<String> result = new DeferredResult<>();
			ServletRequestAttributes first = request();
			this.observed.late = this.runtime.submit(() -> {
				while (isActive(first)) {
					Coroutine.yield();
				}
				result.setResult(request().getRequest().getHeader("X-User") + " after the first dispatch");
				while (true) {
					try {
						this.observed.seen(user, request().getRequest().getHeader("X-User"));
						Coroutine.yield();
					}
					catch (IllegalStateException ex) {
						return ex.getMessage();
					}
				}
			});
			return result;
		}

		/**
		 * Tell whether a dispatch is under way.
		 */
		private static boolean isActive(ServletRequestAttributes attributes) {
			try {
				attributes.getAttribute("any", RequestAttributes.SCOPE_REQUEST);
				return true;
			}
			catch (IllegalStateException ex) {
				return false;
			}
		}

		@GetMapping("/raw")
		void raw(HttpServletRequest request) {
			this.observed.late = this.runtime.submit(() -> {
				this.observed.next.await();
				try {
					return "not refused: " + request.getHeader("X-User");
				}
				catch (IllegalStateException ex) {
					return ex.getMessage();
				}
			});
		}

	}

}
