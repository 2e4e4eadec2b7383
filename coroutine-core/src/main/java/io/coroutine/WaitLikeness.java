package io.coroutine;

import java.util.regex.Pattern;

import io.coroutine.snapshot.WaitingFor;

/**
 * Leaves out what makes a wait different from others like it.
 */
final class WaitLikeness {

	/** A port from 32768 on, as Linux gives to clients if it is not told otherwise. */
	private static final Pattern CLIENT_PORT = Pattern
		.compile(":(?:3276[89]|327[7-9]\\d|32[89]\\d\\d|3[3-9]\\d{3}|[4-6]\\d{4})$");

	private static final Pattern COROUTINE = Pattern.compile("coroutine #\\d+ \\(.*\\)$", Pattern.DOTALL);

	private static final Pattern IDENTITY = Pattern.compile("@[0-9a-f]+(?:, owned by .*)?$", Pattern.DOTALL);

	private WaitLikeness() {
	}

	/**
	 * Return what a wait has in common with others. A lock keeps its identity, as it is
	 * of interest that many wait for the same.
	 */
	static WaitingFor of(WaitingFor wait) {
		String text = switch (wait.kind()) {
			case SOCKET -> CLIENT_PORT.matcher(wait.text()).replaceFirst("");
			case JOIN, TRANSFER -> COROUTINE.matcher(wait.text()).replaceFirst("a coroutine");
			case LOCK -> wait.text();
			default -> IDENTITY.matcher(wait.text()).replaceFirst("");
		};
		return new WaitingFor(wait.kind(), text);
	}

}
