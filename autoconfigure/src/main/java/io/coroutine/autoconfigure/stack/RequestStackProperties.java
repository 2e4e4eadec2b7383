package io.coroutine.autoconfigure.stack;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * Properties of which requests run on private stacks.
 */
@ConfigurationProperties("coroutine.stack")
public class RequestStackProperties {

	private final PrivatePaths privatePaths = new PrivatePaths();

	private final Annotation annotation = new Annotation();

	private final Adaptive adaptive = new Adaptive();

	public PrivatePaths getPrivate() {
		return this.privatePaths;
	}

	public Annotation getAnnotation() {
		return this.annotation;
	}

	public Adaptive getAdaptive() {
		return this.adaptive;
	}

	/**
	 * Properties of the paths.
	 */
	public static class PrivatePaths {

		/**
		 * Patterns of paths, such as /reports/**, whose requests run on private stacks.
		 * The paths are those that controllers see.
		 */
		private List<String> paths = new ArrayList<>();

		public List<String> getPaths() {
			return this.paths;
		}

		public void setPaths(List<String> paths) {
			this.paths = paths;
		}

	}

	/**
	 * Properties of the annotation.
	 */
	public static class Annotation {

		/**
		 * Whether handlers annotated with @PrivateStack run on private stacks.
		 */
		private boolean enabled = true;

		public boolean isEnabled() {
			return this.enabled;
		}

		public void setEnabled(boolean enabled) {
			this.enabled = enabled;
		}

	}

	/**
	 * Properties of the handlers that move by themselves.
	 */
	public static class Adaptive {

		/**
		 * Whether handlers move to private stacks that stall their event loop again and
		 * again. They stay there until the application stops.
		 */
		private boolean enabled;

		/**
		 * After how many stalls a handler moves. At least 1.
		 */
		private int stalls = 5;

		/**
		 * Time within which a handler must have stalled as often. At least 1ms.
		 */
		private Duration window = Duration.ofMinutes(1);

		public boolean isEnabled() {
			return this.enabled;
		}

		public void setEnabled(boolean enabled) {
			this.enabled = enabled;
		}

		public int getStalls() {
			return this.stalls;
		}

		public void setStalls(int stalls) {
			this.stalls = stalls;
		}

		public Duration getWindow() {
			return this.window;
		}

		public void setWindow(Duration window) {
			this.window = window;
		}

	}

}
