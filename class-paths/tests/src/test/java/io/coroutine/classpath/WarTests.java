package io.coroutine.classpath;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import io.coroutine.test.Eventually;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A WAR, started by itself and by a container.
 */
class WarTests {

	private static final String APPLICATION = "app.war";

	@TempDir
	private Path base;

	@Test
	void whenItIsStartedByItselfThenRequestsRunInCoroutines() throws Exception {
		try (Launched war = Launched.java(List.of("-jar", war().toString()))) {
			war.assertRunsInCoroutines();
			war.assertEndsQuietly();
		}
	}

	/**
	 * What is set for all of the JVM would outlive the application: after it has been
	 * stopped, Tomcat could open no socket any more.
	 */
	@Test
	void whenAContainerStartsItThenNothingOfItOutlivesIt() throws Exception {
		Path webapps = layOut();
		try (Launched tomcat = tomcat()) {
			String protocol = tomcat.await("Tomcat listens", (line) -> line.contains("Starting ProtocolHandler"));
			int port = Integer.parseInt(protocol.replaceFirst(".*-(\\d+)\"\\].*", "$1"));
			assertServes(tomcat, port);
			Files.delete(webapps.resolve(APPLICATION));
			tomcat.await("it is stopped", (line) -> line.contains("Undeploying context [/app]"));
			Eventually.until("it is gone", () -> Files.notExists(webapps.resolve("app")));
			Files.copy(war(), this.base.resolve(APPLICATION));
			Files.move(this.base.resolve(APPLICATION), webapps.resolve(APPLICATION));
			tomcat.await("it is there again", (line) -> count(tomcat, " Started ServletInitializer in ") == 2);
			tomcat.await("it is there again", (line) -> count(tomcat, "has finished in") == 2);
			assertServes(tomcat, port);
			assertThat(tomcat.output()).contains("Requests stay on the threads of Apache Tomcat/",
					"Coroutines run on the portable engine and shared stacks, as the application shares the JVM");
			assertThat(tomcat.terminate()).isEqualTo(143);
			assertThat(tomcat.output()).doesNotContain("Illegal access", "has failed to stop it", " WARN ", " ERROR ",
					"SEVERE");
		}
	}

	private static void assertServes(Launched tomcat, int port) throws Exception {
		assertThat(tomcat.get(port, "/app/where")).startsWith("coroutine=false virtual=false");
		assertThat(tomcat.get(port, "/app/call?path=/app/where")).startsWith("coroutine=false virtual=false");
	}

	private static long count(Launched tomcat, String part) {
		return tomcat.lines().stream().filter((line) -> line.contains(part)).count();
	}

	private Launched tomcat() throws IOException {
		String home = System.getProperty("standalone-tomcat");
		ProcessBuilder command = new ProcessBuilder(Launched.JAVA, "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC",
				"-Djava.util.logging.manager=org.apache.juli.ClassLoaderLogManager",
				"-Djava.util.logging.config.file=" + home + "/conf/logging.properties", "-Dcatalina.home=" + home,
				"-Dcatalina.base=" + this.base, "-cp", home + "/bin/bootstrap.jar:" + home + "/bin/tomcat-juli.jar",
				"org.apache.catalina.startup.Bootstrap", "start");
		return Launched.command(command);
	}

	/**
	 * Make a base folder of Tomcat, on a free port, that looks for changes each second.
	 */
	private Path layOut() throws IOException {
		Path home = Path.of(System.getProperty("standalone-tomcat"));
		Path configuration = Files.createDirectories(this.base.resolve("conf"));
		Files.copy(home.resolve("conf/web.xml"), configuration.resolve("web.xml"));
		Files.writeString(configuration.resolve("server.xml"), """
				<Server port="-1"><Service name="Catalina">
					<Connector port="0" address="127.0.0.1" />
					<Engine name="Catalina" defaultHost="localhost" backgroundProcessorDelay="1">
						<Host name="localhost" appBase="webapps" />
					</Engine>
				</Service></Server>
				""");
		Files.createDirectories(this.base.resolve("temp"));
		Path webapps = Files.createDirectories(this.base.resolve("webapps"));
		Files.copy(war(), webapps.resolve(APPLICATION));
		return webapps;
	}

	private static Path war() {
		return Launched.builtBy("war", APPLICATION);
	}

}
