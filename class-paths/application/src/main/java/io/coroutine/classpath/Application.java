package io.coroutine.classpath;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;

/**
 * The main class of each of the applications.
 */
@SpringBootApplication(proxyBeanMethods = false)
public class Application {

	/**
	 * Start the application.
	 */
	public static void main(String[] arguments) {
		SpringApplication.run(Application.class, arguments);
	}

}
