package io.coroutine.tomcat;

import java.util.concurrent.ThreadLocalRandom;

import io.coroutine.internal.accept.Cpus;
import io.coroutine.internal.loop.EventLoop;

/**
 * Has connections move all the time: each loop has a CPU of its own, and packets are
 * received on any of them.
 */
final class RestlessCpus implements Cpus {

	@Override
	public int current() {
		return EventLoop.current().index();
	}

	@Override
	public int receiving(int descriptor) {
		return ThreadLocalRandom.current().nextInt(2);
	}

}
