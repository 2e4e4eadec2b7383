package io.coroutine.scheduler;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * How many more waits for sockets have begun than ended on one carrier, by kind; less
 * than zero if they end elsewhere. Code on that carrier writes, of the loop or of a
 * coroutine, which never happen at the same time; any thread reads. No ordering is
 * needed, see {@link LoopStatistics}.
 */
final class WaitCells {

	private static final VarHandle CELL = MethodHandles.arrayElementVarHandle(long[].class);

	/** Keeps the numbers of two carriers out of one cache line. */
	private static final int PADDING = 16;

	private final long[] cells = new long[PADDING + SocketKind.values().length + PADDING];

	void add(SocketKind kind, int change) {
		int cell = cell(kind);
		CELL.setOpaque(this.cells, cell, (long) CELL.getOpaque(this.cells, cell) + change);
	}

	/**
	 * Add what another has counted, whose carrier has ended. Called by one at a time.
	 */
	void addAll(WaitCells other) {
		for (SocketKind kind : SocketKind.values()) {
			add(kind, Math.toIntExact(other.get(kind)));
		}
	}

	long get(SocketKind kind) {
		return (long) CELL.getOpaque(this.cells, cell(kind));
	}

	@SuppressWarnings("EnumOrdinal") // Nothing but a place, and nobody keeps it
	private static int cell(SocketKind kind) {
		return PADDING + kind.ordinal();
	}

}
