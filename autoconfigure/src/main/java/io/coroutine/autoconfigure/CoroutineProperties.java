package io.coroutine.autoconfigure;

import java.time.Duration;

import io.coroutine.EngineChoice;
import io.coroutine.Introspection;
import io.coroutine.StackMode;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.util.unit.DataSize;

/**
 * Properties of the engine.
 */
@ConfigurationProperties("coroutine")
public class CoroutineProperties {

	/**
	 * Whether the application runs on coroutines. If not, nothing of it is set up.
	 */
	private boolean enabled = true;

	/**
	 * What runs the coroutines.
	 */
	private EngineChoice engine = EngineChoice.AUTO;

	/**
	 * How much is kept of the coroutines to show it.
	 */
	private Introspection introspection = Introspection.FULL;

	private final Loops loops = new Loops();

	private final Stack stack = new Stack();

	private final Stall stall = new Stall();

	private final Shutdown shutdown = new Shutdown();

	public boolean isEnabled() {
		return this.enabled;
	}

	public void setEnabled(boolean enabled) {
		this.enabled = enabled;
	}

	public EngineChoice getEngine() {
		return this.engine;
	}

	public void setEngine(EngineChoice engine) {
		this.engine = engine;
	}

	public Introspection getIntrospection() {
		return this.introspection;
	}

	public void setIntrospection(Introspection introspection) {
		this.introspection = introspection;
	}

	public Loops getLoops() {
		return this.loops;
	}

	public Stack getStack() {
		return this.stack;
	}

	public Stall getStall() {
		return this.stall;
	}

	public Shutdown getShutdown() {
		return this.shutdown;
	}

	/**
	 * Properties of the event loops.
	 */
	public static class Loops {

		/**
		 * Number of event loops, 1 to 1024. As many as the JVM sees CPUs by default.
		 */
		private @Nullable Integer count;

		public @Nullable Integer getCount() {
			return this.count;
		}

		public void setCount(@Nullable Integer count) {
			this.count = count;
		}

	}

	/**
	 * Properties of the stacks.
	 */
	public static class Stack {

		/**
		 * Stack mode of coroutines that do not ask for one.
		 */
		private StackMode mode = StackMode.SHARED;

		private final PrivateStacks privateStacks = new PrivateStacks();

		public StackMode getMode() {
			return this.mode;
		}

		public void setMode(StackMode mode) {
			this.mode = mode;
		}

		public PrivateStacks getPrivate() {
			return this.privateStacks;
		}

		/**
		 * Properties of the private stacks.
		 */
		public static class PrivateStacks {

			/**
			 * How many private stacks there may be at once, 0 to 100,000.
			 */
			private int limit = 256;

			/**
			 * How many coroutines may wait for a private stack, 0 to 10,000,000. Further
			 * ones are rejected.
			 */
			private int queue = 10_000;

			/**
			 * Size of each private stack, 128KB to 1GB.
			 */
			private DataSize size = DataSize.ofMegabytes(1);

			public int getLimit() {
				return this.limit;
			}

			public void setLimit(int limit) {
				this.limit = limit;
			}

			public int getQueue() {
				return this.queue;
			}

			public void setQueue(int queue) {
				this.queue = queue;
			}

			public DataSize getSize() {
				return this.size;
			}

			public void setSize(DataSize size) {
				this.size = size;
			}

		}

	}

	/**
	 * Properties of the guard against code that does not give its event loop back.
	 */
	public static class Stall {

		/**
		 * How long a coroutine may occupy an event loop while others wait for it, before
		 * the loop is taken over by a spare carrier. At least 1ms.
		 */
		private Duration threshold = Duration.ofMillis(20);

		/**
		 * How many carriers there may be beside those of the event loops, 0 to 10,000.
		 * Those that are kept by a coroutine which waits, as for a class initializer, are
		 * not counted.
		 */
		private int spareCarriers = 64;

		public Duration getThreshold() {
			return this.threshold;
		}

		public void setThreshold(Duration threshold) {
			this.threshold = threshold;
		}

		public int getSpareCarriers() {
			return this.spareCarriers;
		}

		public void setSpareCarriers(int spareCarriers) {
			this.spareCarriers = spareCarriers;
		}

	}

	/**
	 * Properties of the shutdown.
	 */
	public static class Shutdown {

		/**
		 * How long to wait for the coroutines that are left when the application context
		 * closes. They are cancelled first; requests have been given their time before
		 * that, by the graceful shutdown of the web server.
		 */
		private Duration grace = Duration.ofSeconds(10);

		public Duration getGrace() {
			return this.grace;
		}

		public void setGrace(Duration grace) {
			this.grace = grace;
		}

	}

}
