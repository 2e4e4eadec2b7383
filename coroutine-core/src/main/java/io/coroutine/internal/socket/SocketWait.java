package io.coroutine.internal.socket;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;

import io.coroutine.internal.wait.WaitReason;
import io.coroutine.snapshot.WaitKind;
import io.coroutine.snapshot.WaitingFor;

/**
 * One wait for a connected socket. Its peer is asked for when somebody looks, with the
 * descriptor kept from being closed and used again meanwhile.
 */
public record SocketWait(StreamSocket socket, boolean forRead) implements WaitReason {

	@Override
	public WaitingFor describeWait(Thread waiter) {
		return new WaitingFor(WaitKind.SOCKET, ((this.forRead) ? "read from " : "write to ") + peer());
	}

	private String peer() {
		try {
			InetSocketAddress peer = this.socket.remoteAddress();
			return toString(peer.getAddress(), peer.getPort());
		}
		catch (IOException ex) {
			return "a socket that is closed";
		}
	}

	public static String toString(InetAddress address, int port) {
		String host = address.getHostAddress();
		return ((host.indexOf(':') >= 0) ? "[" + host + "]" : host) + ":" + port;
	}

}
