package io.coroutine.spring.admission;

import java.lang.reflect.UndeclaredThrowableException;
import java.time.Duration;

import io.coroutine.admission.AdmissionGate;
import io.coroutine.admission.AdmissionRejectedException;
import io.coroutine.spring.jdbc.ClientGoneException;
import org.junit.jupiter.api.Test;

import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;
import org.springframework.web.servlet.ModelAndView;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.mockito.Mockito.mock;

/**
 * Tests for {@link AdmissionExceptionResolver}.
 */
class AdmissionExceptionResolverTests {

	private final AdmissionExceptionResolver resolver = AdmissionExceptionResolver.of(Duration.ofMillis(1_200));

	private final MockHttpServletRequest request = new MockHttpServletRequest();

	private final MockHttpServletResponse response = new MockHttpServletResponse();

	@Test
	void whenTheCauseIsARejectionThenAnswers503WithRetryAfter() {
		Exception exception = new UndeclaredThrowableException(new IllegalStateException(rejection()));
		ModelAndView view = this.resolver.resolveException(this.request, this.response, null, exception);
		assertThat(view).isNotNull().satisfies((handled) -> assertThat(handled.isEmpty()).isTrue());
		assertThat(this.response.getStatus()).isEqualTo(503);
		assertThat(this.response.getHeader("Retry-After")).isEqualTo("2");
	}

	@Test
	void whenTheClientHasGoneThenThereIsNoErrorPage() {
		ClientGoneException gone = mock(ClientGoneException.class);
		ModelAndView view = this.resolver.resolveException(this.request, this.response, null,
				new IllegalStateException(gone));
		assertThat(view).isNotNull().satisfies((handled) -> assertThat(handled.isEmpty()).isTrue());
		assertThat(this.response.getStatus()).isEqualTo(503);
		assertThat(this.response.isCommitted()).isFalse();
	}

	@Test
	void whenTheCauseIsSomethingElseThenLeavesItToOthers() {
		IllegalStateException circle = new IllegalStateException();
		circle.initCause(new IllegalArgumentException(circle));
		assertThat(this.resolver.resolveException(this.request, this.response, null, circle)).isNull();
		assertThat(this.response.getStatus()).isEqualTo(200);
	}

	@Test
	void whenTheAnswerHasBegunThenLeavesItToOthers() {
		this.response.setCommitted(true);
		assertThat(this.resolver.resolveException(this.request, this.response, null, rejection())).isNull();
	}

	private static AdmissionRejectedException rejection() {
		AdmissionGate gate = AdmissionGate.builder("test", 1).queueLimit(0).build();
		gate.tryAcquire();
		return catchThrowableOfType(AdmissionRejectedException.class, gate::acquire);
	}

}
