package io.coroutine.spring.stack;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingStream;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class StackAdaptedEventTests {

	@Test
	void whenHandlerIsAdaptedThenFlightRecorderHasIt() throws Exception {
		BlockingQueue<List<Object>> events = new LinkedBlockingQueue<>();
		try (RecordingStream stream = new RecordingStream()) {
			stream.enable("io.coroutine.StackAdapted");
			stream.onEvent("io.coroutine.StackAdapted", (event) -> events.add(values(event)));
			stream.startAsync();
			StackRecords.adapted("Reports#all()", 5, Duration.ofMinutes(1));
			assertThat(events.poll(60, TimeUnit.SECONDS)).containsExactly("Reports#all()", 5, Duration.ofMinutes(1));
		}
	}

	private static List<Object> values(RecordedEvent event) {
		return List.of(event.getString("handler"), event.getInt("stalls"), event.getDuration("window"));
	}

}
