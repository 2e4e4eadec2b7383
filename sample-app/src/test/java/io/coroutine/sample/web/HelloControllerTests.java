package io.coroutine.sample.web;

import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.webmvc.test.autoconfigure.WebMvcTest;
import org.springframework.http.MediaType;
import org.springframework.test.web.servlet.assertj.MockMvcTester;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link HelloController}.
 */
@WebMvcTest(HelloController.class)
class HelloControllerTests {

	@Autowired
	private MockMvcTester mvc;

	@Test
	void whenAskedThenSaysHelloInPlainText() {
		assertThat(this.mvc.get().uri("/hello")).hasStatusOk()
			.hasContentTypeCompatibleWith(MediaType.TEXT_PLAIN)
			.hasBodyTextEqualTo("Hello, world");
	}

}
