package io.coroutine.tomcat;

import java.net.SocketTimeoutException;
import java.util.concurrent.LinkedBlockingDeque;

import io.coroutine.internal.jdk.EarlyClasses;
import io.coroutine.internal.socket.PeerTask;
import jakarta.servlet.ServletConnection;
import org.apache.tomcat.util.net.SocketBufferHandler;
import org.apache.tomcat.util.net.SocketEvent;
import org.apache.tomcat.util.net.SocketWrapperBase;
import org.apache.tomcat.util.net.WriteBuffer;

/**
 * The classes of the connector that loops use themselves, before the coroutine of a
 * request begins and when a connection waits, see {@link EarlyClasses}. That they are all
 * is tested with an executable jar.
 */
final class LoopClasses {

	private LoopClasses() {
	}

	/**
	 * Have them ready. Called before the port is opened.
	 */
	static void initialize() {
		EarlyClasses.initialize(SocketWrapperBase.class, ServletConnection.class, SocketBufferHandler.class,
				WriteBuffer.class, LinkedBlockingDeque.class, PlainConnection.class, LoopSocketWrapper.class,
				EventInterest.class, EventProcessor.class, PeerTask.class, RequestTask.class, SocketEvent.class,
				SocketTimeoutException.class);
	}

}
