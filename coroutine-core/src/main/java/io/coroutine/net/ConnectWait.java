package io.coroutine.net;

import java.net.InetAddress;

import io.coroutine.scheduler.WaitKind;
import io.coroutine.scheduler.WaitReason;
import io.coroutine.scheduler.WaitingFor;

/**
 * The wait for a connection.
 */
record ConnectWait(InetAddress address, int port) implements WaitReason {

	@Override
	public WaitingFor describeWait(Thread waiter) {
		return new WaitingFor(WaitKind.SOCKET, "connect to " + SocketWait.toString(this.address, this.port));
	}

}
