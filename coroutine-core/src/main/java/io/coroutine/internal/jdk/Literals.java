package io.coroutine.internal.jdk;

/**
 * Has string literals made early. The JVM makes each when the code that names it runs for
 * the first time, which fails when the heap is full: a handler of failures that names one
 * would then fail as well, and end the thread that it is to keep alive.
 */
public final class Literals {

	private Literals() {
	}

	/**
	 * Make the literal now. For the initial value of a static field, which is read later
	 * without making anything; the compiler would put a constant back into the code that
	 * reads it.
	 * @param literal the literal
	 * @return the same
	 */
	public static String made(String literal) {
		return literal;
	}

}
