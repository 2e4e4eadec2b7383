package io.coroutine.test;

import java.util.concurrent.Callable;

import io.coroutine.CoroutineRuntime;

/**
 * The kinds of threads that use sockets.
 */
public enum ThreadKind {

	COROUTINE, PLATFORM, VIRTUAL;

	public boolean isVirtual() {
		return this != PLATFORM;
	}

	public <T> Task<T> begin(CoroutineRuntime runtime, Callable<T> body) {
		Task<T> task = new Task<>(body);
		switch (this) {
			case COROUTINE -> runtime.start(task);
			case PLATFORM -> Thread.ofPlatform().daemon().start(task);
			case VIRTUAL -> Thread.ofVirtual().start(task);
		}
		return task;
	}

}
