package io.coroutine.classpath;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

import jdk.jfr.consumer.RecordedClassLoader;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordedThread;
import jdk.jfr.consumer.RecordingFile;

/**
 * The classes that the threads of the engine ask a class loader of the application for,
 * while they run no coroutine, as the flight recorder of an application tells.
 */
final class LoopClassLoads {

	private static final String SETTINGS = """
			<configuration version="2.0">
			<event name="jdk.ClassLoad">
			<setting name="enabled">true</setting>
			<setting name="threshold">0 ms</setting>
			<setting name="stackTrace">false</setting>
			</event>
			</configuration>
			""";

	private final Path settings;

	private final Path recording;

	LoopClassLoads(Path folder) throws IOException {
		this.settings = folder.resolve("classes.jfc");
		this.recording = folder.resolve("classes.jfr");
		Files.writeString(this.settings, SETTINGS);
	}

	/**
	 * Return the options of the JVM.
	 */
	List<String> options() {
		return List.of("-XX:StartFlightRecording=settings=" + this.settings + ",filename=" + this.recording);
	}

	/**
	 * Return the names of the classes. To be called when the application has ended.
	 */
	List<String> since(Instant begin) throws IOException {
		List<String> names = new ArrayList<>();
		try (RecordingFile file = new RecordingFile(this.recording)) {
			while (file.hasMoreEvents()) {
				RecordedEvent event = file.readEvent();
				if (event.getEventType().getName().equals("jdk.ClassLoad") && event.getStartTime().isAfter(begin)
						&& isOfEngine(event.getThread()) && isOfApplication(event.getValue("initiatingClassLoader"))) {
					names.add(event.getClass("loadedClass").getName() + " by " + event.getThread().getJavaName());
				}
			}
		}
		return names;
	}

	private static boolean isOfEngine(RecordedThread thread) {
		String name = (thread != null && !thread.isVirtual()) ? thread.getJavaName() : null;
		return name != null && (name.startsWith("coroutine-carrier-") || name.equals("coroutine-reserve")
				|| name.equals("coroutine-watchdog"));
	}

	private static boolean isOfApplication(RecordedClassLoader loader) {
		return loader != null && loader.getType() != null && !"bootstrap".equals(loader.getName());
	}

}
