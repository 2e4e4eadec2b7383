package io.coroutine.autoconfigure.context;

import java.io.IOException;
import java.net.http.HttpClient;
import java.security.Principal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Future;

import io.coroutine.CoroutineRuntime;
import io.coroutine.local.CoroutineLocal;
import io.coroutine.scope.CoroutineScope;
import io.coroutine.spring.web.RequestLocal;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.MDC;

import org.springframework.boot.test.context.runner.WebApplicationContextRunner;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.filter.OncePerRequestFilter;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Coroutine-locals that are bound to requests, on the connector of each engine.
 */
@ParameterizedClass
@ValueSource(strings = { "event-loop", "portable" })
class RequestLocalAutoConfigurationTests {

	static final CoroutineLocal<String> TENANT = CoroutineLocal.<String>builder()
		.name("tenant")
		.initial(() -> "none")
		.inherited()
		.build();

	private static final CoroutineLocal<@Nullable String> USER = CoroutineLocal.<@Nullable String>builder()
		.name("user")
		.build();

	private static final CoroutineLocal<@Nullable Long> SEEN = CoroutineLocal.<@Nullable Long>builder()
		.name("seen")
		.build();

	@Parameter
	private String engine;

	private WebApplicationContextRunner runner() {
		return WebApplication.runner(this.engine).withUserConfiguration(Application.class);
	}

	@Test
	void whenBoundThenTheValueIsThereAndGoneInTheNextRequest() {
		runner().run((context) -> {
			try (HttpClient client = WebApplication.client()) {
				assertThat(WebApplication.get(client, context, "/values", "X-Tenant", "acme").body())
					.isEqualTo("acme acme acme acme acme");
				assertThat(WebApplication.get(client, context, "/values").body())
					.isEqualTo("public public public public public");
			}
			assertThat(TENANT.get()).isEqualTo("none");
		});
	}

	@Test
	void whenNobodyBindsTheValueThenTheInitialOneIsThere() {
		WebApplication.runner(this.engine).withUserConfiguration(Web.class).run((context) -> {
			assertThat(context).doesNotHaveBean(FilterRegistrationBean.class).doesNotHaveBean("coroutineLocals");
			try (HttpClient client = WebApplication.client()) {
				assertThat(WebApplication.get(client, context, "/values", "X-Tenant", "acme").body())
					.isEqualTo("none null null none null");
			}
		});
		for (String off : List.of("coroutine.context.request-locals.enabled=false", "coroutine.enabled=false")) {
			WebApplication.runner(this.engine)
				.withBean(RequestLocal.class, () -> new Application().tenantOfRequest())
				.withPropertyValues(off)
				.run((context) -> assertThat(context).hasNotFailed()
					.doesNotHaveBean(FilterRegistrationBean.class)
					.doesNotHaveBean("coroutineLocals"));
		}
	}

	@Test
	void whenThePrincipalIsBoundThenItIsThatOfTheSecurityFilter() {
		for (String order : List.of("-100", "50")) {
			runner().withUserConfiguration(Login.class)
				.withPropertyValues("spring.security.filter.order=" + order)
				.run((context) -> {
					try (HttpClient client = WebApplication.client()) {
						assertThat(WebApplication.get(client, context, "/user", "X-Login", "anna").body())
							.isEqualTo("anna anna");
						assertThat(WebApplication.get(client, context, "/user").body()).isEqualTo("null null");
					}
				});
		}
	}

	@Test
	void whenOnlyEarlyBindingsAreThereThenThereIsNoLateFilter() {
		runner().run((context) -> {
			assertThat(context.getBean("coroutineRequestLocalFilter", FilterRegistrationBean.class).isEnabled())
				.isTrue();
			assertThat(context.getBean("coroutineRequestLocalFilterAfterSecurity", FilterRegistrationBean.class)
				.isEnabled()).isFalse();
		});
	}

	@Test
	void whenItIsChangedDuringTheRequestThenAllSeeThat() {
		runner().run((context) -> {
			try (HttpClient client = WebApplication.client()) {
				assertThat(WebApplication.get(client, context, "/change", "X-Tenant", "acme").body())
					.isEqualTo("acme -> other other other, alone other other");
			}
		});
	}

	@Test
	void whenTheRequestIsDispatchedAgainThenTheValueIsThereAgain() {
		runner().run((context) -> {
			try (HttpClient client = WebApplication.client()) {
				assertThat(WebApplication.get(client, context, "/async", "X-Tenant", "acme").body())
					.isEqualTo("changed by acme");
				assertThat(WebApplication.get(client, context, "/fails", "X-Tenant", "acme").body())
					.isEqualTo("error page of acme");
			}
		});
	}

	@Test
	void whenUsedInExpressionsThenItIsFoundByName() {
		runner().withUserConfiguration(ExpressionsApplication.class).run((context) -> {
			try (HttpClient client = WebApplication.client()) {
				for (String tenant : List.of("acme", "zeta", "acme")) {
					assertThat(WebApplication.get(client, context, "/expressions", "X-Tenant", tenant).body())
						.isEqualTo("%1$s %1$s cached for %1$s".formatted(tenant));
				}
			}
		});
	}

	@Test
	void whenTheSourceIsAnAttributeOrAFunctionThenItCounts() {
		CoroutineLocal<String> path = CoroutineLocal.<String>builder().name("path").build();
		runner().withBean("path", RequestLocal.class, () -> RequestLocal.from(path, HttpServletRequest::getRequestURI))
			.withBean("seen", RequestLocal.class, () -> RequestLocal.fromAttribute(SEEN, "number", Long.class))
			.withBean("numbering", FilterRegistrationBean.class, () -> numbering())
			.withBean("all", AllValues.class)
			.run((context) -> {
				try (HttpClient client = WebApplication.client()) {
					assertThat(WebApplication.get(client, context, "/all").body()).contains("tenant=public",
							"path=/all", "seen=7");
				}
			});
	}

	private static FilterRegistrationBean<?> numbering() {
		FilterRegistrationBean<?> filter = new FilterRegistrationBean<>(new OncePerRequestFilter() {

			@Override
			protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
					throws ServletException, IOException {
				request.setAttribute("number", 7L);
				chain.doFilter(request, response);
			}

		});
		filter.setOrder(-1000);
		return filter;
	}

	@Test
	void whenTwoHaveTheSameNameThenTheStartFails() {
		runner().withBean("second", RequestLocal.class, () -> RequestLocal.fromHeader(TENANT, "X-Other"))
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.hasMessage("Two coroutine-locals that are bound to requests are named 'tenant': "
						+ "give one of them another name"));
	}

	@Configuration(proxyBeanMethods = false)
	static class Web {

		@Bean
		Controller controller(CoroutineRuntime runtime) {
			return new Controller(runtime);
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Application extends Web {

		@Bean
		RequestLocal<String> tenantOfRequest() {
			return RequestLocal.fromHeader(TENANT, "X-Tenant").orElse("public").inMdc();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Login {

		@Bean
		RequestLocal<String> user() {
			return RequestLocal.fromPrincipal(USER).inMdc();
		}

		/**
		 * Does what Spring Security's filter does, at its place.
		 */
		@Bean
		FilterRegistrationBean<?> login(Environment environment) {
			FilterRegistrationBean<?> filter = new FilterRegistrationBean<>(new OncePerRequestFilter() {

				@Override
				protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response,
						FilterChain chain) throws ServletException, IOException {
					String user = request.getHeader("X-Login");
					chain.doFilter(new HttpServletRequestWrapper(request) {

						@Override
						public Principal getUserPrincipal() {
							return (user != null) ? () -> user : null;
						}

					}, response);
				}

			});
			filter.setOrder(environment.getRequiredProperty("spring.security.filter.order", Integer.class));
			return filter;
		}

	}

	@RestController
	static class Controller {

		private final CoroutineRuntime runtime;

		Controller(CoroutineRuntime runtime) {
			this.runtime = runtime;
		}

		@GetMapping("/values")
		String values(HttpServletRequest request) throws Exception {
			try (CoroutineScope scope = CoroutineScope.open()) {
				Future<String> child = scope.fork(() -> TENANT.get() + " " + MDC.get("tenant"));
				scope.joinAll();
				return TENANT.get() + " " + request.getAttribute("tenant") + " " + MDC.get("tenant") + " "
						+ child.resultNow();
			}
		}

		@GetMapping("/user")
		String user() {
			return USER.get() + " " + MDC.get("user");
		}

		@GetMapping("/change")
		String change(HttpServletRequest request) throws Exception {
			RequestLocal<String> tenant = new Application().tenantOfRequest();
			String before = TENANT.get();
			tenant.set("other");
			String after = TENANT.get() + " " + request.getAttribute("tenant") + " " + MDC.get("tenant");
			String alone = this.runtime.submit(() -> {
				tenant.set("alone");
				return TENANT.get();
			}).get();
			return before + " -> " + after + ", " + alone + " " + TENANT.get() + " " + request.getAttribute("tenant");
		}

		@GetMapping("/async")
		void async(HttpServletRequest request, HttpServletResponse response) {
			new Application().tenantOfRequest().set("changed by " + TENANT.get());
			AsyncContext async = request.startAsync();
			this.runtime.start(() -> async.dispatch("/tenant"));
		}

		@GetMapping("/tenant")
		String tenant() {
			return TENANT.get();
		}

		@GetMapping("/fails")
		void fails(HttpServletResponse response) throws IOException {
			response.sendError(500);
		}

		@GetMapping("/error")
		String error() {
			return "error page of " + TENANT.get();
		}

	}

	@RestController
	static class AllValues {

		private final Map<String, Object> values;

		@SuppressWarnings("unchecked")
		AllValues(org.springframework.beans.factory.BeanFactory beans) {
			this.values = beans.getBean("coroutineLocals", Map.class);
		}

		@GetMapping("/all")
		String all() {
			return new ArrayList<>(this.values.entrySet()).toString();
		}

	}

}
