package io.coroutine.benchmarks.compare;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import io.coroutine.benchmarks.support.JavaCommand;

/**
 * The command lines of the servers.
 *
 * @param jar the executable jar of the sample
 * @param options the options of the comparison
 */
record SampleCommand(Path jar, Options options) {

	/**
	 * Return the whole command line of a mode.
	 * @param mode the mode
	 * @param port the port to listen on
	 * @param databaseUrl the database
	 * @param databaseUser the user of the database
	 * @param inventory the base URL of the inventory
	 * @return the command line
	 */
	List<String> line(Mode mode, int port, String databaseUrl, String databaseUser, String inventory) {
		List<String> line = new ArrayList<>();
		line.add(JavaCommand.executable());
		line.addAll(this.options.jvmFlags());
		line.add("-jar");
		line.add(this.jar.toString());
		line.addAll(arguments(mode));
		line.add("--server.address=" + Servers.HOST);
		line.add("--server.port=" + port);
		line.add("--spring.datasource.url=" + databaseUrl);
		line.add("--spring.datasource.username=" + databaseUser);
		line.add("--inventory.base-url=" + inventory);
		return line;
	}

	/**
	 * Return the arguments of a mode that tell what is measured.
	 * @param mode the mode
	 * @return the arguments
	 */
	List<String> arguments(Mode mode) {
		List<String> arguments = new ArrayList<>(mode.arguments());
		arguments.add("--spring.profiles.active=postgres");
		// Else each connection ends after 100 requests
		arguments.add("--server.tomcat.max-keep-alive-requests=-1");
		if (this.options.poolSize() > 0) {
			arguments.add("--spring.datasource.hikari.maximum-pool-size=" + this.options.poolSize());
		}
		arguments.addAll(this.options.arguments());
		if (mode.isOnCoroutines()) {
			arguments.addAll(this.options.coroutineArguments());
		}
		return arguments;
	}

	/**
	 * Return the command line of the inventory.
	 * @param port the port to listen on
	 * @param directory where it may write
	 * @return the command line
	 */
	static List<String> inventory(int port, Path directory) {
		String classPath = System.getProperty("java.class.path");
		return List.of(JavaCommand.executable(), "-Xmx256m", "-cp", classPath, InventoryServer.class.getName(),
				String.valueOf(port), directory.toString());
	}

}
