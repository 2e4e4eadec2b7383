package io.coroutine.benchmarks.support;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Writes reports and makes folders.
 */
public final class ReportFile {

	private ReportFile() {
	}

	/**
	 * Write a report, and make its folder.
	 * @param file the file
	 * @param text the report
	 */
	public static void write(Path file, String text) {
		Path absolute = file.toAbsolutePath();
		try {
			if (absolute.getParent() != null) {
				Files.createDirectories(absolute.getParent());
			}
			Files.writeString(absolute, text);
		}
		catch (IOException ex) {
			throw new BenchmarkException("Cannot write the result: " + ex.getMessage(), ex);
		}
	}

	/**
	 * Make a folder for the logs of child processes.
	 * @param folder the folder
	 * @return its absolute path
	 */
	public static Path logFolder(String folder) {
		try {
			return Files.createDirectories(Path.of(folder).toAbsolutePath());
		}
		catch (IOException ex) {
			throw new BenchmarkException("Cannot create the folder for logs: " + ex.getMessage(), ex);
		}
	}

}
