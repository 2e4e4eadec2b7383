package io.coroutine.net;

import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.SelectionKey;
import java.time.Duration;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.coroutine.internal.transport.LoopEnd;
import io.coroutine.internal.transport.LoopPoll;
import io.coroutine.internal.transport.PortableEnd;
import io.coroutine.internal.transport.PortablePoll;
import io.coroutine.internal.transport.PortableReadiness;
import io.coroutine.internal.transport.TimeLimits;

/**
 * Waits for several connections and server sockets at once. It tells which are ready now,
 * however often it is asked and whoever else waits: any number of threads may poll the
 * same socket, and others read from it, write to it or accept at the same time. All that
 * poll a socket are woken when it becomes ready. That one of them has been told so does
 * not keep what there is for it; if another is quicker, its read waits.
 * <p>
 * A closed socket counts as ready, as operations on it fail at once, and so does one
 * whose peer has closed or reset the connection.
 * <p>
 * All sockets of a call must be of the same engine; they may belong to different runtimes
 * and event loops. In the portable engine a socket in which another thread waits when it
 * is polled for the first time counts as not ready until that wait has ended, and waits
 * in operations on it cost more once it has been polled.
 * <p>
 * Methods may be called from any thread: coroutines and other virtual threads park,
 * platform threads block.
 */
public final class SocketPoll {

	private SocketPoll() {
	}

	/**
	 * Wait without limit until a socket is ready.
	 * @param interests what to wait for, at least one
	 * @return those that are ready, at least one, in the order given
	 * @throws InterruptedException if the caller is interrupted; no socket is closed
	 * @throws IOException if the system cannot watch a socket
	 * @throws IllegalArgumentException as for {@link #await(Collection, Duration)}
	 */
	public static Set<Interest> await(Collection<Interest> interests) throws IOException, InterruptedException {
		return await(interests, LoopPoll.FOREVER);
	}

	/**
	 * Wait until a socket is ready.
	 * @param interests what to wait for, at least one
	 * @param timeout how long to wait; zero looks without waiting
	 * @return those that are ready, in the order given; none if the time is over
	 * @throws InterruptedException if the caller is interrupted; no socket is closed
	 * @throws IOException if the system cannot watch a socket
	 * @throws IllegalArgumentException if there is nothing to wait for, or the sockets
	 * are of different engines, or the time-out is negative
	 */
	public static Set<Interest> await(Collection<Interest> interests, Duration timeout)
			throws IOException, InterruptedException {
		return await(interests, TimeLimits.toNanos("The time-out of a poll", timeout));
	}

	private static Set<Interest> await(Collection<Interest> interests, long nanos)
			throws IOException, InterruptedException {
		List<Interest> all = List.copyOf(interests);
		if (all.isEmpty()) {
			throw new IllegalArgumentException("A poll needs at least one socket to wait for");
		}
		if (Thread.interrupted()) {
			throw new InterruptedException();
		}
		if (all.stream().allMatch((interest) -> interest.end() instanceof LoopEnd)) {
			return awaitLoops(all, nanos);
		}
		if (all.stream().allMatch((interest) -> interest.end() instanceof PortableEnd)) {
			return awaitPortable(all, nanos);
		}
		throw new IllegalArgumentException(
				"The sockets of a poll must be of one engine, and some are on event loops, some portable");
	}

	private static Set<Interest> awaitLoops(List<Interest> interests, long nanos)
			throws IOException, InterruptedException {
		List<LoopPoll.Target> polled = new ArrayList<>();
		for (Interest interest : interests) {
			polled.add(new LoopPoll.Target(((LoopEnd) interest.end()).socket(), interest.kind() != Kind.WRITE));
		}
		BitSet indexes = new LoopPoll(polled).await(nanos);
		Set<Interest> ready = new LinkedHashSet<>();
		indexes.stream().forEach((i) -> ready.add(interests.get(i)));
		return ready;
	}

	private static Set<Interest> awaitPortable(List<Interest> interests, long nanos)
			throws IOException, InterruptedException {
		Map<PortableReadiness, Integer> operations = new LinkedHashMap<>();
		for (Interest interest : interests) {
			operations.merge(((PortableEnd) interest.end()).readiness(), interest.kind().operation, (a, b) -> a | b);
		}
		Map<PortableReadiness, Integer> readyFor = new PortablePoll(operations).await(nanos);
		Set<Interest> ready = new LinkedHashSet<>();
		for (Interest interest : interests) {
			int found = readyFor.getOrDefault(((PortableEnd) interest.end()).readiness(), 0);
			if ((found & interest.kind().operation) != 0) {
				ready.add(interest);
			}
		}
		return ready;
	}

	/**
	 * Wait for something to read from a connection, or the end of the stream.
	 * @param connection the connection
	 * @return the interest
	 */
	public static Interest read(TcpConnection connection) {
		return new Interest(connection, Kind.READ);
	}

	/**
	 * Wait for room to write to a connection.
	 * @param connection the connection
	 * @return the interest
	 */
	public static Interest write(TcpConnection connection) {
		return new Interest(connection, Kind.WRITE);
	}

	/**
	 * Wait for a connection that can be accepted.
	 * @param server the server socket
	 * @return the interest
	 */
	public static Interest accept(TcpServerSocket server) {
		return new Interest(server, Kind.ACCEPT);
	}

	/**
	 * What a poll waits for. Two are equal if both parts are.
	 *
	 * @param socket the {@link TcpConnection} or {@link TcpServerSocket}
	 * @param kind what is to be possible with it
	 */
	public record Interest(Closeable socket, Kind kind) {

		/**
		 * Create an interest.
		 * @param socket the {@link TcpConnection} or {@link TcpServerSocket}
		 * @param kind what is to be possible with it
		 * @throws IllegalArgumentException if the socket is none of the two, or the kind
		 * does not fit it
		 */
		public Interest {
			boolean fits = (kind == Kind.ACCEPT) ? socket instanceof TcpServerSocket : socket instanceof TcpConnection;
			if (!fits) {
				throw new IllegalArgumentException("Can not poll " + socket + " for " + kind
						+ ": connections are polled for READ and WRITE, server sockets for ACCEPT");
			}
		}

		private Object end() {
			return switch (this.socket) {
				case TcpConnection connection -> connection.transport();
				case TcpServerSocket server -> server.acceptor();
				default -> throw new IllegalStateException("The constructor has let " + this.socket + " through");
			};
		}

	}

	/**
	 * What a socket is polled for.
	 */
	public enum Kind {

		/** Something to read from a connection, or the end of the stream. */
		READ(SelectionKey.OP_READ),

		/** Room to write to a connection. */
		WRITE(SelectionKey.OP_WRITE),

		/** A connection that can be accepted. */
		ACCEPT(SelectionKey.OP_ACCEPT);

		private final int operation;

		Kind(int operation) {
			this.operation = operation;
		}

	}

}
