package io.coroutine.internal.socket;

import java.net.InetAddress;

import io.coroutine.internal.wait.WaitReason;
import io.coroutine.snapshot.WaitKind;
import io.coroutine.snapshot.WaitingFor;

/**
 * The wait for a connection.
 */
public record ConnectWait(InetAddress address, int port) implements WaitReason {

	@Override
	public WaitingFor describeWait(Thread waiter) {
		return new WaitingFor(WaitKind.SOCKET, "connect to " + SocketWait.toString(this.address, this.port));
	}

}
