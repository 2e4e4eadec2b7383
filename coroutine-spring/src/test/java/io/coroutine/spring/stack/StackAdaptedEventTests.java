package io.coroutine.spring.stack;

import java.nio.file.Path;
import java.time.Duration;

import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

class StackAdaptedEventTests {

	@Test
	void whenHandlerIsAdaptedThenFlightRecorderHasIt(@TempDir Path directory) throws Exception {
		Path file = directory.resolve("adapted.jfr");
		try (Recording recording = new Recording()) {
			recording.enable("io.coroutine.StackAdapted");
			recording.start();
			StackRecords.adapted("Reports#all()", 5, Duration.ofMinutes(1));
			recording.stop();
			recording.dump(file);
		}
		RecordedEvent event = RecordingFile.readAllEvents(file).getFirst();
		assertThat(event.getString("handler")).isEqualTo("Reports#all()");
		assertThat(event.getInt("stalls")).isEqualTo(5);
		assertThat(event.getDuration("window")).isEqualTo(Duration.ofMinutes(1));
	}

}
