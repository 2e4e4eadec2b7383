package io.coroutine.compatibility.isolation;

import java.nio.charset.StandardCharsets;
import java.util.Base64;

/**
 * What distinguishes a request from all others.
 *
 * @param number its number
 */
record Token(int number) {

	private static final int USERS = 97;

	static Token parse(String text) {
		return new Token(Integer.parseInt(text.substring(text.indexOf('/') + 1)));
	}

	String user() {
		return "user-" + this.number % USERS;
	}

	/**
	 * Return the identity of the trace that the client has begun.
	 */
	String trace() {
		return "c0ffee%026x".formatted(this.number + 1L);
	}

	String traceParent() {
		return "00-" + trace() + "-%016x-01".formatted(this.number + 1L);
	}

	String authorization() {
		return "Basic " + Base64.getEncoder().encodeToString((user() + ":secret").getBytes(StandardCharsets.UTF_8));
	}

	@Override
	public String toString() {
		return user() + "/" + this.number;
	}

}
