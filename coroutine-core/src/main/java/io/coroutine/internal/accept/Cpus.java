package io.coroutine.internal.accept;

import io.coroutine.internal.linux.Cpu;
import io.coroutine.internal.linux.SocketOptions;

/**
 * Tells which CPUs are at work. For the modules of this project, not for applications.
 * Any thread may call it.
 */
public interface Cpus {

	/** What the operating system says. */
	Cpus SYSTEM = new Cpus() {

		@Override
		public int current() {
			return Cpu.current();
		}

		@Override
		public int receiving(int descriptor) {
			return SocketOptions.getInt(descriptor, SocketOptions.SOL_SOCKET, SocketOptions.SO_INCOMING_CPU);
		}

	};

	/**
	 * Return the CPU under the caller.
	 * @return its number, negative if it is not known
	 */
	int current();

	/**
	 * Return the CPU that has received the last packet of a socket.
	 * @param descriptor the descriptor of the socket
	 * @return its number, negative if it is not known
	 */
	int receiving(int descriptor);

}
