package io.coroutine.test;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;

/**
 * What a class logs, each entry with its level in front.
 */
public final class Logged extends Handler implements AutoCloseable {

	private final Logger logger;

	private final List<String> entries = new CopyOnWriteArrayList<>();

	public Logged(Class<?> by) {
		this.logger = Logger.getLogger(by.getName());
		this.logger.addHandler(this);
	}

	public List<String> entries() {
		return this.entries;
	}

	@Override
	public void publish(LogRecord entry) {
		this.entries.add(entry.getLevel() + ": " + new SimpleFormatter().formatMessage(entry));
	}

	@Override
	public void flush() {
	}

	@Override
	public void close() {
		this.logger.removeHandler(this);
	}

}
