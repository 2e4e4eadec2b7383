package io.coroutine.internal.flight;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

import io.coroutine.internal.fiber.Fiber;
import io.coroutine.internal.loop.EventLoopGroup;
import io.coroutine.internal.scheduler.EventLoopScheduler;
import io.coroutine.internal.scheduler.PortableScheduler;
import io.coroutine.internal.scheduler.Scheduler;
import io.coroutine.internal.stall.Stall;
import io.coroutine.internal.stall.StallWatchdog;
import io.coroutine.internal.wait.WorkReason;
import io.coroutine.snapshot.WorkingFor;
import io.coroutine.test.Eventually;
import jdk.jfr.Event;
import jdk.jfr.EventType;
import jdk.jfr.FlightRecorder;
import jdk.jfr.Name;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordedThread;
import jdk.jfr.consumer.RecordingFile;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.tuple;

/**
 * What Java Flight Recorder gets to know.
 */
class FlightRecordsTests {

	private static final Duration LONG = Duration.ofSeconds(30);

	@TempDir
	private Path directory;

	private static final CountDownLatch freePinned = new CountDownLatch(1);

	private final CountDownLatch spinning = new CountDownLatch(1);

	private final AtomicBoolean free = new AtomicBoolean();

	private Recording recording;

	@BeforeEach
	void record() {
		this.recording = new Recording();
	}

	@AfterEach
	void close() {
		this.recording.close();
	}

	@Test
	void whenNothingIsRecordedThenNothingIsTimed() throws Exception {
		EventLoopScheduler scheduler = scheduler(1, 0);
		Fiber fiber = scheduler.create(null, Scheduler.SHARED_STACK, () -> {
		});
		assertThat(FlightRecords.runnable(fiber)).isFalse();
		assertThat(scheduler.shutdown(LONG)).isZero();
		assertThat(FlightRecords.stallBegun()).isNull();
	}

	@Test
	void whenSwitchesAreRecordedThenEachIsTimed() throws Exception {
		// A watchdog that looks at a stack has the JDK queue the coroutine once more
		EventLoopScheduler scheduler = scheduler(1, 0, Duration.ofHours(1));
		this.recording.enable("io.coroutine.Switch").withThreshold(Duration.ZERO);
		this.recording.start();
		Fiber fiber = scheduler.start("switching", Scheduler.SHARED_STACK, () -> {
			for (int i = 0; i < 100; i++) {
				Thread.yield();
			}
		});
		assertThat(fiber.join(LONG)).isTrue();
		// The last one is recorded after the coroutine has ended
		assertThat(scheduler.shutdown(LONG)).isZero();
		List<RecordedEvent> events = events("io.coroutine.Switch");
		assertThat(events).filteredOn((event) -> "switching".equals(event.getString("coroutineName")))
			.hasSize(101)
			.allSatisfy((event) -> {
				assertThat(event.getLong("coroutineId")).isEqualTo(fiber.id());
				assertThat(event.getInt("loop")).isZero();
				assertThat(event.getDuration()).isGreaterThanOrEqualTo(Duration.ZERO);
				assertThat(event.getThread().getJavaName()).startsWith("coroutine-carrier-");
			});
	}

	@Test
	void whenSwitchIsShorterThanTheThresholdThenItIsNotRecorded() throws Exception {
		EventLoopScheduler scheduler = scheduler(1, 0);
		this.recording.enable("io.coroutine.Switch").withThreshold(Duration.ofMillis(5));
		this.recording.start();
		Fiber hog = scheduler.start("hog", Scheduler.SHARED_STACK, this::spin);
		Fiber waiting = scheduler.start("waiting", Scheduler.SHARED_STACK, () -> {
		});
		Thread.sleep(20);
		this.free.set(true);
		assertThat(hog.join(LONG)).isTrue();
		assertThat(waiting.join(LONG)).isTrue();
		// The last one is recorded after the coroutine has ended
		assertThat(scheduler.shutdown(LONG)).isZero();
		List<RecordedEvent> events = events("io.coroutine.Switch");
		assertThat(events).extracting((event) -> event.getString("coroutineName")).contains("waiting");
		assertThat(events)
			.allSatisfy((event) -> assertThat(event.getDuration()).isGreaterThanOrEqualTo(Duration.ofMillis(5)));
	}

	@Test
	void whenStalledLoopIsHandedOverThenBothAreRecorded() throws Exception {
		EventLoopScheduler scheduler = scheduler(1, 1);
		enable("io.coroutine.Stall", "io.coroutine.HandOver");
		// To register the event takes longer than a stall
		new OwnEvent().commit();
		Fiber hog = scheduler.start("hog", Scheduler.SHARED_STACK, () -> {
			spin();
			// The next event of the same carrier would be lost
			new OwnEvent().commit();
		});
		// It is no stall before somebody waits, so it cannot be found too early
		assertThat(this.spinning.await(LONG.toSeconds(), TimeUnit.SECONDS)).isTrue();
		assertThat(scheduler.start(null, Scheduler.SHARED_STACK, Thread::yield).join(LONG)).isTrue();
		StallWatchdog watchdog = scheduler.loops().watchdog();
		Eventually.until(() -> watchdog.handOvers() == 1);
		Eventually.until(() -> watchdog.recent().list().stream().anyMatch((kept) -> !kept.stack().isEmpty()));
		this.free.set(true);
		assertThat(hog.join(LONG)).isTrue();
		RecordedEvent handOver = awaitEvent("hog", "io.coroutine.HandOver");
		RecordedEvent stall = awaitEvent("hog", "io.coroutine.Stall");
		assertThat(scheduler.shutdown(LONG)).isZero();
		assertThat(handOver.getBoolean("refused")).isFalse();
		assertThat(handOver.getInt("loop")).isZero();
		assertThat(handOver.getLong("coroutineId")).isEqualTo(hog.id());
		assertThat(handOver.getString("stack")).contains("FlightRecordsTests.spin");
		assertThat(stall.getBoolean("handedOver")).isTrue();
		assertThat(stall.getInt("loop")).isZero();
		assertThat(stall.getLong("coroutineId")).isEqualTo(hog.id());
		assertThat(stall.getString("stack")).contains("FlightRecordsTests.spin");
		assertThat(stall.getDuration("occupied")).isGreaterThanOrEqualTo(Duration.ofMillis(5))
			.isGreaterThanOrEqualTo(stall.getDuration());
	}

	@Test
	void whenThereIsNoSpareCarrierThenThatIsRecordedAndTheStallWhenItIsOver() throws Exception {
		EventLoopScheduler scheduler = scheduler(1, 0);
		StallWatchdog watchdog = scheduler.loops().watchdog();
		enable("io.coroutine.Stall", "io.coroutine.HandOver");
		Fiber hog = scheduler.start("hog", Scheduler.SHARED_STACK, this::spin);
		Fiber waiting = scheduler.start(null, Scheduler.SHARED_STACK, Thread::yield);
		Eventually.until(() -> watchdog.refused() > 0);
		this.free.set(true);
		assertThat(hog.join(LONG)).isTrue();
		assertThat(waiting.join(LONG)).isTrue();
		RecordedEvent handOver = awaitEvent("hog", "io.coroutine.HandOver");
		RecordedEvent stall = awaitEvent("hog", "io.coroutine.Stall");
		assertThat(scheduler.shutdown(LONG)).isZero();
		assertThat(handOver.getBoolean("refused")).isTrue();
		assertThat(stall.getBoolean("handedOver")).isFalse();
		assertThat(stall.getDuration("occupied")).isGreaterThanOrEqualTo(Duration.ofMillis(5));
	}

	@Test
	void whenPrivateStacksAreExhaustedThenThatIsRecorded() throws Exception {
		PortableScheduler scheduler = new PortableScheduler(1, 1, true);
		enable("io.coroutine.PrivateStacksExhausted");
		CountDownLatch end = new CountDownLatch(1);
		Fiber holder = scheduler.start("holder", 256 * 1024, () -> awaitUninterruptibly(end));
		Fiber queued = scheduler.start("queued", 256 * 1024, () -> {
		});
		assertThatExceptionOfType(RejectedExecutionException.class)
			.isThrownBy(() -> scheduler.start("rejected", 256 * 1024, () -> {
			}));
		end.countDown();
		assertThat(holder.join(LONG)).isTrue();
		assertThat(queued.join(LONG)).isTrue();
		List<RecordedEvent> events = events("io.coroutine.PrivateStacksExhausted");
		assertThat(scheduler.shutdown(LONG)).isZero();
		// A recording has no order
		assertThat(events).extracting((event) -> event.getString("threadName"), (event) -> event.getBoolean("rejected"))
			.containsExactlyInAnyOrder(tuple("queued", false), tuple("rejected", true));
		assertThat(events).allSatisfy((event) -> {
			assertThat(event.getInt("limit")).isEqualTo(1);
			assertThat(event.getInt("waiting")).isEqualTo(1);
		});
	}

	@Test
	void whenCoroutineWaitsWhilePinnedThenTheJdkRecordsIt() throws Exception {
		EventLoopScheduler scheduler = scheduler(1, 1);
		this.recording.enable("jdk.VirtualThreadPinned").withoutThreshold();
		this.recording.start();
		Fiber fiber = scheduler.start("pinned", Scheduler.SHARED_STACK, PinnedInitializer::touch);
		Eventually.until(() -> fiber.thread().getState() == Thread.State.TIMED_WAITING);
		freePinned.countDown();
		assertThat(fiber.join(LONG)).isTrue();
		List<RecordedEvent> events = events("jdk.VirtualThreadPinned");
		assertThat(scheduler.shutdown(LONG)).isZero();
		RecordedEvent pinned = events.stream()
			.filter((event) -> "pinned".equals(event.getThread().getJavaName()))
			.findFirst()
			.orElseThrow();
		RecordedThread carrier = pinned.getValue("carrierThread");
		assertThat(carrier.getJavaName()).startsWith("coroutine-carrier-");
	}

	@Test
	void whenEventsAreListedThenEachExplainsItself() throws Exception {
		enable("io.coroutine.Switch");
		EventLoopScheduler scheduler = scheduler(1, 0);
		assertThat(scheduler.start(null, Scheduler.SHARED_STACK, Thread::yield).join(LONG)).isTrue();
		FlightRecords.handOver(new Stall(scheduler.loops().loops().getFirst(), 0, null, 0)::culprit, false);
		assertThatExceptionOfType(RejectedExecutionException.class)
			.isThrownBy(() -> scheduler.start(null, 256 * 1024, Thread::yield));
		assertThat(scheduler.shutdown(LONG)).isZero();
		List<EventType> types = FlightRecorder.getFlightRecorder()
			.getEventTypes()
			.stream()
			.filter((type) -> type.getName().startsWith("io.coroutine."))
			.toList();
		assertThat(types).extracting(EventType::getName)
			.containsExactlyInAnyOrder("io.coroutine.Switch", "io.coroutine.Stall", "io.coroutine.HandOver",
					"io.coroutine.PrivateStacksExhausted");
		assertThat(types).allSatisfy((type) -> {
			assertThat(type.getLabel()).isNotBlank();
			assertThat(type.getDescription()).isNotBlank();
			assertThat(type.getCategoryNames()).containsExactly("Coroutines");
		});
	}

	@Test
	void whenCoroutineWorksForARequestThenEachEventTellsIt() throws Exception {
		EventLoopScheduler scheduler = scheduler(1, 0);
		StallWatchdog watchdog = scheduler.loops().watchdog();
		enable("io.coroutine.Switch", "io.coroutine.Stall", "io.coroutine.HandOver",
				"io.coroutine.PrivateStacksExhausted");
		AtomicBoolean rejected = new AtomicBoolean();
		Work work = new Work(() -> {
			assertThatExceptionOfType(RejectedExecutionException.class)
				.isThrownBy(() -> scheduler.start("stack", 256 * 1024, Thread::yield));
			assertThatExceptionOfType(RejectedExecutionException.class)
				.isThrownBy(() -> scheduler.callOnPrivateStack(Fiber.current(), 256 * 1024, () -> null));
			rejected.set(true);
			spin();
		});
		Fiber hog = scheduler.start("hog", Scheduler.SHARED_STACK, work);
		Fiber waiting = scheduler.start("other", Scheduler.SHARED_STACK, Thread::yield);
		Eventually.until(() -> rejected.get() && watchdog.refused() > 0 && !watchdog.recent().list().isEmpty());
		work.over = true;
		this.free.set(true);
		assertThat(hog.join(LONG)).isTrue();
		assertThat(waiting.join(LONG)).isTrue();
		assertTellsTheRequest(awaitEvent("hog", "io.coroutine.Switch"));
		assertTellsTheRequest(awaitEvent("hog", "io.coroutine.Stall"));
		assertTellsTheRequest(awaitEvent("hog", "io.coroutine.HandOver"));
		assertThat(events("io.coroutine.PrivateStacksExhausted")).hasSize(2)
			.allSatisfy(FlightRecordsTests::assertTellsTheRequest);
		assertThat(awaitEvent("other", "io.coroutine.Switch").getString("requestPath")).isNull();
		assertThat(scheduler.shutdown(LONG)).isZero();
	}

	private static void assertTellsTheRequest(RecordedEvent event) {
		assertThat(event.getString("requestMethod")).isEqualTo("GET");
		assertThat(event.getString("requestPath")).isEqualTo("/reports");
		assertThat(event.getString("traceId")).isEqualTo("4bf92f3577b34da6a3ce929d0e0e4736");
	}

	private static EventLoopScheduler scheduler(int loops, int spareCarriers) throws Exception {
		return scheduler(loops, spareCarriers, Duration.ofMillis(5));
	}

	private static EventLoopScheduler scheduler(int loops, int spareCarriers, Duration stallThreshold)
			throws Exception {
		EventLoopGroup group = EventLoopGroup.start(loops, spareCarriers, stallThreshold);
		// Whoever spins may be held up by the machine, and must not be taken for one that
		// waits
		group.strict(true);
		return new EventLoopScheduler(group, 0, 0);
	}

	private void enable(String... names) {
		for (String name : names) {
			this.recording.enable(name).withoutThreshold();
		}
		this.recording.start();
	}

	private List<RecordedEvent> events(String name) throws IOException {
		Path file = Files.createTempFile(this.directory, "events", ".jfr");
		this.recording.dump(file);
		return RecordingFile.readAllEvents(file)
			.stream()
			.filter((event) -> event.getEventType().getName().equals(name))
			.toList();
	}

	/**
	 * Return the first event of a coroutine, as soon as it is recorded: the watchdog does
	 * that in a look after the coroutine has ended.
	 */
	private RecordedEvent awaitEvent(String coroutine, String name) throws IOException, InterruptedException {
		long deadline = System.nanoTime() + LONG.toNanos();
		while (true) {
			for (RecordedEvent event : events(name)) {
				if (coroutine.equals(event.getString("coroutineName"))) {
					return event;
				}
			}
			assertThat(System.nanoTime() - deadline).as("nanoseconds over the time to wait for " + name).isNegative();
			Thread.sleep(5);
		}
	}

	private void spin() {
		this.spinning.countDown();
		while (!this.free.get()) {
			Thread.onSpinWait();
		}
	}

	private static void awaitUninterruptibly(CountDownLatch latch) {
		try {
			latch.await(30, TimeUnit.SECONDS);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	/**
	 * A class initializer pins its thread.
	 */
	private static final class PinnedInitializer {

		static {
			awaitUninterruptibly(freePinned);
		}

		static void touch() {
		}

	}

	/**
	 * An event that a coroutine writes itself.
	 */
	@Name("test.Own")
	private static final class OwnEvent extends Event {

	}

	/**
	 * Works for a request until that is over.
	 */
	private static final class Work implements Runnable, WorkReason {

		private final Runnable task;

		private volatile boolean over;

		Work(Runnable task) {
			this.task = task;
		}

		@Override
		public void run() {
			this.task.run();
		}

		@Override
		public WorkingFor describeWork() {
			return (this.over) ? null : new WorkingFor("GET", "/reports", "4bf92f3577b34da6a3ce929d0e0e4736");
		}

	}

}
