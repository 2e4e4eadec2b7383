package io.coroutine.autoconfigure.deadline;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * Properties of deadlines.
 */
@ConfigurationProperties("coroutine.deadline")
public class DeadlineProperties {

	/**
	 * Whether requests can have deadlines, by these properties or by annotation.
	 */
	private boolean enabled = true;

	/**
	 * How long a request may take, more than zero. No limit by default.
	 */
	private @Nullable Duration request;

	private final Header header = new Header();

	private final Jdbc jdbc = new Jdbc();

	public boolean isEnabled() {
		return this.enabled;
	}

	public void setEnabled(boolean enabled) {
		this.enabled = enabled;
	}

	public @Nullable Duration getRequest() {
		return this.request;
	}

	public void setRequest(@Nullable Duration request) {
		this.request = request;
	}

	public Header getHeader() {
		return this.header;
	}

	public Jdbc getJdbc() {
		return this.jdbc;
	}

	/**
	 * Properties of the header in which services tell each other how long they wait.
	 */
	public static class Header {

		/**
		 * Name of the header. Its value is the number of milliseconds that are left.
		 */
		private String name = "X-Deadline-Millis";

		/**
		 * Whether callers may shorten the time for their requests by the header.
		 */
		private boolean accept = false;

		/**
		 * Whether requests to other services have the header if there is a deadline.
		 */
		private boolean send = false;

		/**
		 * How long a caller may ask for at most, where there is no other limit.
		 */
		private Duration longest = Duration.ofMinutes(1);

		public String getName() {
			return this.name;
		}

		public void setName(String name) {
			this.name = name;
		}

		public boolean isAccept() {
			return this.accept;
		}

		public void setAccept(boolean accept) {
			this.accept = accept;
		}

		public boolean isSend() {
			return this.send;
		}

		public void setSend(boolean send) {
			this.send = send;
		}

		public Duration getLongest() {
			return this.longest;
		}

		public void setLongest(Duration longest) {
			this.longest = longest;
		}

	}

	/**
	 * Properties of database connections.
	 */
	public static class Jdbc {

		/**
		 * Whether statements are cancelled in the database when a deadline passes. If
		 * not, their connection is closed.
		 */
		private boolean enabled = true;

		public boolean isEnabled() {
			return this.enabled;
		}

		public void setEnabled(boolean enabled) {
			this.enabled = enabled;
		}

	}

}
