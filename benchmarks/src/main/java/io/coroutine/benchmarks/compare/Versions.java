package io.coroutine.benchmarks.compare;

import java.io.IOException;
import java.nio.file.Path;
import java.util.jar.JarFile;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.coroutine.benchmarks.support.BenchmarkException;

/**
 * The versions of what is compared.
 *
 * @param commit the commit of the project
 * @param boot the version of Spring Boot
 * @param tomcat the version of Tomcat
 * @param postgres the version of PostgreSQL
 * @param wrk the version of the load generator
 */
record Versions(String commit, String boot, String tomcat, String postgres, String wrk) {

	private static final Pattern TOMCAT = Pattern.compile("tomcat-embed-core-(.+)\\.jar");

	static Versions of(Path jar, String commit, String postgres, String wrk) {
		try (JarFile file = new JarFile(jar.toFile())) {
			String boot = file.getManifest().getMainAttributes().getValue("Spring-Boot-Version");
			String tomcat = file.stream()
				.map((entry) -> TOMCAT.matcher(entry.getName()))
				.filter(Matcher::find)
				.map((matcher) -> matcher.group(1))
				.findFirst()
				.orElse("unknown");
			return new Versions(commit, String.valueOf(boot), tomcat, postgres, wrk);
		}
		catch (IOException ex) {
			throw new BenchmarkException("Cannot read the jar of the sample: " + ex.getMessage(), ex);
		}
	}

}
