package io.coroutine.classpath;

import java.io.IOException;

import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;

/**
 * Two applications in one JVM: a byte of the standard input ends the first.
 */
public final class SeveralContexts {

	private SeveralContexts() {
	}

	/**
	 * Start both.
	 */
	public static void main(String[] arguments) throws IOException {
		ConfigurableApplicationContext first = SpringApplication.run(Application.class, arguments);
		SpringApplication.run(Application.class, arguments);
		System.in.read();
		first.close();
		SpringApplication.run(Application.class, arguments);
	}

}
