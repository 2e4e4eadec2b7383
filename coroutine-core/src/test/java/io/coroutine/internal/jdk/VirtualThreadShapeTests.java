package io.coroutine.internal.jdk;

import java.util.concurrent.Executor;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link VirtualThreadShape}.
 */
class VirtualThreadShapeTests {

	private static final Executor SCHEDULER = Runnable::run;

	@Test
	void whenFormIsThatOfThisJdkThenAllIsFound() throws Exception {
		VirtualThreadShape shape = VirtualThreadShape.of(Class.forName("java.lang.VirtualThread"), Thread.class);
		assertThat(shape.carrier()).isNotNull();
		assertThat(shape.name()).isNotNull();
	}

	@Test
	void whenWhatIsNotNeededIsMissingThenTheRestIsFound() throws Throwable {
		VirtualThreadShape shape = VirtualThreadShape.of(Plain.class, Threads.class);
		assertThat(shape.carrier()).isNull();
		assertThat(shape.name()).isNull();
		Thread thread = (Thread) shape.newThread().invokeExact(SCHEDULER, "name", 0, (Runnable) () -> {
		});
		assertThat((Executor) shape.scheduler().invokeExact(thread)).isSameAs(SCHEDULER);
		assertThat((Runnable) shape.continuation().invokeExact(thread)).isNotNull();
		assertThat((Thread) shape.currentCarrier().invokeExact()).isSameAs(Thread.currentThread());
	}

	@Test
	void whenSchedulerIsOfAnotherTypeThenTheConstructorIsMissing() {
		assertThatExceptionOfType(NoSuchMethodException.class)
			.isThrownBy(() -> VirtualThreadShape.of(OtherScheduler.class, Thread.class))
			.withMessageContaining("OtherScheduler.<init>(java.util.concurrent.Executor,");
	}

	@Test
	void whenFieldIsOfAnotherTypeThenRefused() {
		assertThatExceptionOfType(RuntimeException.class)
			.isThrownBy(() -> VirtualThreadShape.of(OtherContinuation.class, Threads.class));
	}

	@Test
	void whenFieldIsMissingThenRefused() {
		assertThatExceptionOfType(NoSuchFieldException.class)
			.isThrownBy(() -> VirtualThreadShape.of(NoContinuation.class, Threads.class))
			.withMessage("runContinuation");
	}

	@Test
	void whenCarrierCannotBeAskedForThenRefused() {
		assertThatExceptionOfType(NoSuchMethodException.class)
			.isThrownBy(() -> VirtualThreadShape.of(Plain.class, Object.class));
	}

	static final class Threads {

		static Thread currentCarrierThread() {
			return Thread.currentThread();
		}

	}

	static final class Plain extends Thread {

		private final Executor scheduler;

		private final Runnable runContinuation;

		Plain(Executor scheduler, String name, int characteristics, Runnable task) {
			super(task, name + characteristics);
			this.scheduler = scheduler;
			this.runContinuation = task;
		}

		@Override
		public String toString() {
			return this.scheduler + " " + this.runContinuation;
		}

	}

	/**
	 * As in builds of Project Loom.
	 */
	static final class OtherScheduler extends Thread {

		OtherScheduler(Comparable<?> scheduler, @Nullable Thread preferredCarrier, String name, int characteristics,
				Runnable task) {
			super(task, name + characteristics + preferredCarrier + scheduler);
		}

	}

	static final class OtherContinuation extends Thread {

		private final Executor scheduler;

		private final int runContinuation;

		OtherContinuation(Executor scheduler, String name, int characteristics, Runnable task) {
			super(task, name);
			this.scheduler = scheduler;
			this.runContinuation = characteristics;
		}

		@Override
		public String toString() {
			return this.scheduler + " " + this.runContinuation;
		}

	}

	static final class NoContinuation extends Thread {

		private final Executor scheduler;

		NoContinuation(Executor scheduler, String name, int characteristics, Runnable task) {
			super(task, name + characteristics);
			this.scheduler = scheduler;
		}

		@Override
		public String toString() {
			return this.scheduler.toString();
		}

	}

}
