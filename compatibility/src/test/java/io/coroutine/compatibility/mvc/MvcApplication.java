package io.coroutine.compatibility.mvc;

import io.coroutine.Coroutine;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.scheduling.annotation.EnableAsync;
import org.springframework.web.filter.ShallowEtagHeaderFilter;
import org.springframework.web.servlet.HandlerInterceptor;
import org.springframework.web.servlet.config.annotation.CorsRegistry;
import org.springframework.web.servlet.config.annotation.InterceptorRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/**
 * A little of each feature of Spring MVC.
 */
@Configuration(proxyBeanMethods = false)
@EnableAutoConfiguration
@EnableAsync
@Import({ FormController.class, AsyncController.class, ScopeController.class, AsyncWork.class, Failures.class })
class MvcApplication implements WebMvcConfigurer {

	@Override
	public void addInterceptors(InterceptorRegistry registry) {
		registry.addInterceptor(new Headers()).addPathPatterns("/intercepted/**");
	}

	@Override
	public void addCorsMappings(CorsRegistry registry) {
		registry.addMapping("/cors/**").allowedOrigins("https://friend.test").allowedMethods("GET", "PUT").maxAge(60);
	}

	@Bean
	ShallowEtagHeaderFilter etagFilter() {
		return new ShallowEtagHeaderFilter() {

			@Override
			protected boolean shouldNotFilter(HttpServletRequest request) {
				return !request.getRequestURI().startsWith("/tagged");
			}

		};
	}

	/**
	 * Leaves a trace in the response.
	 */
	private static final class Headers implements HandlerInterceptor {

		@Override
		public boolean preHandle(HttpServletRequest request, HttpServletResponse response, Object handler) {
			response.addHeader("X-Before", request.getRequestURI());
			if (request.getParameter("stop") != null) {
				response.setStatus(HttpServletResponse.SC_PAYMENT_REQUIRED);
				return false;
			}
			request.setAttribute("began", Coroutine.current());
			return true;
		}

		@Override
		public void afterCompletion(HttpServletRequest request, HttpServletResponse response, Object handler,
				Exception ex) {
			if (Coroutine.current() != null && !Coroutine.current().equals(request.getAttribute("began"))) {
				throw new IllegalStateException("The interceptor ends in another coroutine");
			}
		}

	}

}
