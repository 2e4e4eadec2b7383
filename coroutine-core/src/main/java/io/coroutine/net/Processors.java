package io.coroutine.net;

import io.coroutine.linux.Processor;
import io.coroutine.linux.SocketOptions;

/**
 * Tells which processors are at work. For the modules of this project, not for
 * applications. Any thread may call it.
 */
public interface Processors {

	/** What the operating system says. */
	Processors SYSTEM = new Processors() {

		@Override
		public int current() {
			return Processor.current();
		}

		@Override
		public int receiving(int descriptor) {
			return SocketOptions.getInt(descriptor, SocketOptions.SOL_SOCKET, SocketOptions.SO_INCOMING_CPU);
		}

	};

	/**
	 * Return the processor under the caller.
	 * @return its number, negative if it is not known
	 */
	int current();

	/**
	 * Return the processor that has received the last packet of a socket.
	 * @param descriptor the descriptor of the socket
	 * @return its number, negative if it is not known
	 */
	int receiving(int descriptor);

}
