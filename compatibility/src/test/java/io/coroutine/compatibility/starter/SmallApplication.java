package io.coroutine.compatibility.starter;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/**
 * An application that could be anybody's, run in a JVM and on a class path of its own. It
 * knows nothing of coroutines, as they may not be there.
 */
@Configuration(proxyBeanMethods = false)
@EnableAutoConfiguration
@Import({ CallController.class, InsideController.class })
public class SmallApplication {

	static final String READY = "Ready at port ";

	/**
	 * Start the application once for each argument, and stop when the input ends.
	 * @param modes the properties of each, separated by commas
	 */
	public static void main(String[] modes) throws IOException {
		List<ConfigurableApplicationContext> applications = new ArrayList<>();
		try {
			for (String mode : modes) {
				ConfigurableApplicationContext application = new SpringApplicationBuilder(SmallApplication.class)
					.run(arguments(mode));
				applications.add(application);
				tell(READY + application.getEnvironment().getProperty("local.server.port"));
			}
			while (System.in.read() >= 0) {
				// Whoever has started this says no more than that it is done
			}
		}
		finally {
			applications.forEach(ConfigurableApplicationContext::close);
		}
	}

	static String[] arguments(String mode) {
		return Stream
			.concat(Stream.of("server.port=0", "server.address=127.0.0.1", "spring.main.banner-mode=off",
					"mode=" + mode.replace(',', ';')), Arrays.stream(mode.split(",")))
			.filter((property) -> !property.isEmpty())
			.map("--"::concat)
			.toArray(String[]::new);
	}

	@SuppressWarnings("checkstyle:RegexpSinglelineJava") // What this process is for
	private static void tell(String line) {
		System.out.println(line);
	}

}
