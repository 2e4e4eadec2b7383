package io.coroutine.classpath;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The executable jar of a module, extracted as Boot's own tools do it.
 *
 * @param folder where the jar is, and the folder with its libraries
 */
record Extracted(Path folder) {

	/**
	 * Extract the jar of a module.
	 * @param options what the tool is told beside the folder
	 */
	static Extracted from(String module, Path folder, String... options) throws Exception {
		List<String> command = new ArrayList<>(List.of(Launched.JAVA, "-Djarmode=tools", "-jar",
				Launched.jarOf(module).toString(), "extract", "--destination", folder.toString()));
		command.addAll(List.of(options));
		try (Launched tool = Launched.command(new ProcessBuilder(command))) {
			assertThat(tool.exit()).as(tool.output()).isZero();
		}
		return new Extracted(folder);
	}

	/**
	 * Return the jar, which is small and names its libraries in the manifest.
	 */
	String jar() {
		return this.folder.resolve("app.jar").toString();
	}

	/**
	 * Return a class path without the jar's manifest.
	 */
	String classPath() {
		return jar() + ":" + this.folder.resolve("lib") + "/*";
	}

}
