package io.coroutine.internal.hook;

import java.io.IOException;
import java.net.Socket;
import java.net.SocketException;
import java.util.ArrayList;
import java.util.List;

import io.coroutine.internal.jdk.ProxiedSockets;
import io.coroutine.internal.jdk.SharedJvm;
import io.coroutine.internal.loop.EventLoop;
import io.coroutine.internal.loop.EventLoopGroup;
import org.jspecify.annotations.Nullable;

/**
 * Makes {@link Socket} wait on event loops. For the auto-configuration, not for
 * applications.
 * <p>
 * The JDK lets the implementation of sockets be chosen once in a process, for all threads
 * and for good. So the choice stays when the runtimes are closed. A new socket gets the
 * loops of the coroutine that creates it, or else those of the runtime that was installed
 * last. When there is none, or its runtime is closed later, it works without loops:
 * platform threads wait in the kernel as they always do, virtual threads look every few
 * milliseconds.
 * <p>
 * {@link java.net.ServerSocket} stays with the JDK, and so do the sockets that it
 * accepts, and those of {@link Socket#Socket(java.net.Proxy)} with a proxy. Whether
 * another one connects through a SOCKS proxy is found out for each connection, by the
 * JDK's own code and as for its own sockets; the proxy is then spoken to through ours.
 * <p>
 * All methods may be called from any thread.
 */
public final class SocketHook {

	private static final Object lock = new Object();

	/** The loops of the runtimes that live, the last one first. */
	private static volatile List<EventLoopGroup> active = List.of();

	private static volatile State state = new State(false, "no runtime has asked for it");

	private static final EventLoopGroup withoutLoops = EventLoopGroup.withoutLoops();

	private static boolean factoryIsOurs;

	private SocketHook() {
	}

	/**
	 * Have new sockets wait on the loops of a runtime from now on.
	 * @param group the loops, or {@code null} for a runtime that has none
	 * @return whether it is so, and why
	 */
	public static State install(@Nullable EventLoopGroup group) {
		synchronized (lock) {
			String obstacle = (group != null) ? obstacle() : "the portable engine leaves sockets to the JDK";
			State result = (obstacle == null) ? new State(true, "new sockets wait on the event loops")
					: new State(false, obstacle);
			if (group != null && obstacle == null) {
				List<EventLoopGroup> groups = new ArrayList<>(active);
				groups.remove(group);
				groups.addFirst(group);
				active = List.copyOf(groups);
			}
			if (result.installed() || active.isEmpty()) {
				state = result;
			}
			return result;
		}
	}

	/**
	 * Give new sockets the loops of a runtime no longer. To be called before it is
	 * closed, which the sockets that it has already survive.
	 * @param group its loops; if they are not installed nothing happens
	 */
	public static void uninstall(@Nullable EventLoopGroup group) {
		synchronized (lock) {
			List<EventLoopGroup> groups = new ArrayList<>(active);
			if (groups.remove(group)) {
				active = List.copyOf(groups);
				if (groups.isEmpty()) {
					state = new State(false, "the runtime is closed: sockets work without event loops");
				}
			}
		}
	}

	/**
	 * Tell what is in force now.
	 * @return the state
	 */
	public static State state() {
		return state;
	}

	/**
	 * Make the JDK use our implementation, unless it does so already.
	 * @return why it cannot be, or {@code null} if it is done
	 */
	@SuppressWarnings("deprecation") // There is no other way
	private static @Nullable String obstacle() {
		if (factoryIsOurs) {
			return null;
		}
		String shared = SharedJvm.reason();
		if (shared != null) {
			// The JDK keeps our factory for ever
			return shared;
		}
		String withoutProxies = ProxiedSockets.unavailableReason();
		if (withoutProxies != null) {
			// Connections would silently go past a proxy
			return withoutProxies;
		}
		try {
			LoopSocketImplFactory factory = new LoopSocketImplFactory();
			Socket.setSocketImplFactory(factory);
			factoryIsOurs = true;
			factory.verify();
			return null;
		}
		catch (SocketException ex) {
			return "another library has set a socket implementation factory already";
		}
		catch (IOException ex) {
			return "the JDK refuses it: " + ex;
		}
	}

	/**
	 * Return the loops for a new socket of the caller.
	 */
	static EventLoopGroup currentGroup() {
		EventLoop current = EventLoop.current();
		if (current != null && !current.group().isStopped()) {
			return current.group();
		}
		for (EventLoopGroup group : active) {
			if (!group.isStopped()) {
				return group;
			}
		}
		return withoutLoops;
	}

	/**
	 * Whether new sockets wait on event loops.
	 *
	 * @param installed whether they do
	 * @param reason why, in words, without full stop
	 */
	public record State(boolean installed, String reason) {
	}

}
