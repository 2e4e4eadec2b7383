package io.coroutine.compatibility.isolation;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;

import io.coroutine.compatibility.Answer;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Sends the requests of many users over few connections, in bursts.
 */
final class Crowd {

	private static final int CONNECTIONS = 12;

	private static final int LONGEST_BURST = 16;

	private final AtomicInteger next = new AtomicInteger();

	private final Transport.Factory factory;

	private final String path;

	private final int requests;

	Crowd(Transport.Factory factory, String path, int requests) {
		this.factory = factory;
		this.path = path;
		this.requests = requests;
	}

	/**
	 * Send the requests, and compare what each answer says with its request.
	 */
	void send(int port) throws Exception {
		try (ExecutorService connections = Executors.newFixedThreadPool(CONNECTIONS)) {
			List<Future<Integer>> ends = new ArrayList<>();
			for (int i = 0; i < CONNECTIONS; i++) {
				Random random = new Random(i);
				ends.add(connections.submit(() -> converse(port, random)));
			}
			int answered = 0;
			for (Future<Integer> end : ends) {
				answered += end.get();
			}
			assertThat(answered).isEqualTo(this.requests);
		}
	}

	private int converse(int port, Random random) throws Exception {
		int answered = 0;
		try (Transport transport = this.factory.connect(port)) {
			while (true) {
				int burst = (random.nextBoolean()) ? 1 : 1 + random.nextInt(LONGEST_BURST);
				int first = this.next.getAndAdd(burst);
				List<Token> tokens = new ArrayList<>();
				for (int number = first; number < Math.min(first + burst, this.requests); number++) {
					tokens.add(new Token(number));
				}
				if (tokens.isEmpty()) {
					return answered;
				}
				List<Answer> answers = transport.exchange(this.path, tokens);
				for (int i = 0; i < tokens.size(); i++) {
					Token token = tokens.get(i);
					assertThat(answers.get(i).code()).isEqualTo(200);
					assertThat(answers.get(i).text()).isEqualTo(token + " " + token.trace());
				}
				answered += tokens.size();
			}
		}
	}

}
