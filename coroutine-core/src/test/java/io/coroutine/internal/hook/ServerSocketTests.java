package io.coroutine.internal.hook;

import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;

import io.coroutine.test.Task;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/**
 * Servers and the sockets they accept stay with the JDK. They work in all threads too.
 */
@ParameterizedClass
@MethodSource("all")
class ServerSocketTests extends SocketContract {

	@Test
	void whenClientConnectsThenItIsAcceptedAndServed() throws Exception {
		Task<Socket> accepting = begin(this.server::accept).awaitWaiting();
		Socket client = newSocket();
		run(() -> client.connect(serverAddress()));
		Socket accepted = opened(accepting.get());
		Task<Long> echo = begin(() -> {
			long count = accepted.getInputStream().transferTo(accepted.getOutputStream());
			accepted.close();
			return count;
		}).awaitWaiting();
		byte[] data = new byte[3_000_000];
		Task<Void> sending = start(() -> {
			client.getOutputStream().write(data);
			client.shutdownOutput();
		});
		assertThat(call(() -> client.getInputStream().readAllBytes())).isEqualTo(data);
		sending.get();
		assertThat(echo.get()).isEqualTo(data.length);
	}

	@Test
	void whenNobodyConnectsThenAcceptTimesOut() throws Exception {
		this.server.setSoTimeout(5);
		assertThatExceptionOfType(SocketTimeoutException.class).isThrownBy(() -> call(this.server::accept))
			.withMessage("Accept timed out");
	}

	@Test
	void whenClosedWhileAcceptingThenAcceptFails() throws Exception {
		Task<Socket> accepting = begin(this.server::accept).awaitWaiting();
		this.server.close();
		assertThatThrownBy(accepting::get).isExactlyInstanceOf(SocketException.class).hasMessage("Socket closed");
	}

	@Test
	void whenInterruptedWhileAcceptingThenOnlyVirtualThreadIsStopped() throws Exception {
		ServerSocket other = opened(new ServerSocket(0));
		Task<Socket> accepting = begin(other::accept).awaitWaiting();
		accepting.interrupt();
		if (!this.threads.isVirtual()) {
			assertThat(accepting.awaitWaiting().isDone()).isFalse();
			other.close();
		}
		assertThatThrownBy(accepting::get).isExactlyInstanceOf(SocketException.class)
			.hasMessage((this.threads.isVirtual()) ? "Closed by interrupt" : "Socket closed");
	}

}
