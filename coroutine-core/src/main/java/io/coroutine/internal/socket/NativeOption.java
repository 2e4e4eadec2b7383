package io.coroutine.internal.socket;

import java.io.IOException;
import java.net.SocketException;

import io.coroutine.internal.linux.Errno;
import io.coroutine.internal.linux.SocketOptions;
import io.coroutine.internal.linux.Sockets;

/**
 * An option of a TCP socket, with the ranges and conversions that the JDK's own sockets
 * apply to the number. Flags are 0 and 1.
 */
public enum NativeOption {

	IP_TOS(SocketOptions.IPPROTO_IP, SocketOptions.IP_TOS) {

		@Override
		public void set(int descriptor, int value) throws SocketException {
			if (value < 0 || value > 255) {
				throw new IllegalArgumentException("Invalid IP_TOS value");
			}
			if (Sockets.isDualStack()) {
				check(SocketOptions.setInt(descriptor, SocketOptions.IPPROTO_IPV6, SocketOptions.IPV6_TCLASS, value));
				// For the case that the connection is of IPv4
				SocketOptions.setInt(descriptor, SocketOptions.IPPROTO_IP, SocketOptions.IP_TOS, value);
			}
			else {
				super.set(descriptor, value);
			}
		}

		@Override
		public int get(int descriptor) throws SocketException {
			return (!Sockets.isDualStack()) ? super.get(descriptor)
					: check(SocketOptions.getInt(descriptor, SocketOptions.IPPROTO_IPV6, SocketOptions.IPV6_TCLASS));
		}

	},

	SO_INCOMING_NAPI_ID(SocketOptions.SOL_SOCKET, SocketOptions.SO_INCOMING_NAPI_ID),

	SO_KEEPALIVE(SocketOptions.SOL_SOCKET, SocketOptions.SO_KEEPALIVE),

	SO_LINGER(SocketOptions.SOL_SOCKET, SocketOptions.SO_LINGER) {

		@Override
		public void set(int descriptor, int value) throws SocketException {
			check(SocketOptions.setLinger(descriptor, Math.clamp(value, -1, 65535)));
		}

		@Override
		public int get(int descriptor) {
			return SocketOptions.getLinger(descriptor);
		}

	},

	SO_OOBINLINE(SocketOptions.SOL_SOCKET, SocketOptions.SO_OOBINLINE),

	SO_RCVBUF(SocketOptions.SOL_SOCKET, SocketOptions.SO_RCVBUF) {

		@Override
		public void set(int descriptor, int value) throws SocketException {
			// The kernel takes less, and loses segments then
			super.set(descriptor, Math.max(checkSize(value), 1024));
		}

		@Override
		public int get(int descriptor) throws SocketException {
			return super.get(descriptor) / KERNEL_FACTOR;
		}

	},

	SO_REUSEADDR(SocketOptions.SOL_SOCKET, SocketOptions.SO_REUSEADDR),

	SO_REUSEPORT(SocketOptions.SOL_SOCKET, SocketOptions.SO_REUSEPORT),

	SO_SNDBUF(SocketOptions.SOL_SOCKET, SocketOptions.SO_SNDBUF) {

		@Override
		public void set(int descriptor, int value) throws SocketException {
			super.set(descriptor, checkSize(value));
		}

		@Override
		public int get(int descriptor) throws SocketException {
			return super.get(descriptor) / KERNEL_FACTOR;
		}

	},

	TCP_KEEPCOUNT(SocketOptions.IPPROTO_TCP, SocketOptions.TCP_KEEPCNT),

	TCP_KEEPIDLE(SocketOptions.IPPROTO_TCP, SocketOptions.TCP_KEEPIDLE),

	TCP_KEEPINTERVAL(SocketOptions.IPPROTO_TCP, SocketOptions.TCP_KEEPINTVL),

	TCP_NODELAY(SocketOptions.IPPROTO_TCP, SocketOptions.TCP_NODELAY),

	TCP_QUICKACK(SocketOptions.IPPROTO_TCP, SocketOptions.TCP_QUICKACK);

	/** The kernel doubles what it is given, for its own overhead. */
	private static final int KERNEL_FACTOR = 2;

	private final int level;

	private final int number;

	NativeOption(int level, int number) {
		this.level = level;
		this.number = number;
	}

	public void set(int descriptor, int value) throws SocketException {
		check(SocketOptions.setInt(descriptor, this.level, this.number, value));
	}

	public int get(int descriptor) throws SocketException {
		return check(SocketOptions.getInt(descriptor, this.level, this.number));
	}

	private static int checkSize(int bytes) {
		if (bytes < 0) {
			throw new IllegalArgumentException("Invalid send/receive buffer size");
		}
		return bytes;
	}

	private static int check(int result) throws SocketException {
		try {
			return Errno.check(result);
		}
		catch (SocketException ex) {
			throw ex;
		}
		catch (IOException ex) {
			throw new SocketException(ex.getMessage(), ex);
		}
	}

}
