package io.coroutine.benchmarks.echo;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

import io.coroutine.benchmarks.support.ChildProcess;
import io.coroutine.benchmarks.support.JavaCommand;
import io.coroutine.benchmarks.support.ProcessUsage;

/**
 * A {@link MeasuredEcho} in a process of its own.
 */
public final class EchoService implements AutoCloseable {

	private static final String HEAP = "-Xmx512m";

	private final EchoEngine engine;

	private final Path logs;

	private final ChildProcess process;

	private final String port;

	/**
	 * Start a service.
	 * @param engine what it runs on
	 * @param carriers the number of event loops, or of carriers of virtual threads
	 * @param cores the cores that it may use, as {@code taskset} has it
	 * @param logs the folder of its log
	 */
	public EchoService(EchoEngine engine, int carriers, String cores, Path logs) {
		this.engine = engine;
		this.logs = logs;
		List<String> flags = new ArrayList<>(engine.jvmFlags(carriers));
		flags.add(HEAP);
		this.process = ChildProcess.talk("echo-" + engine.name().toLowerCase(Locale.ROOT), logs,
				pinned(cores, JavaCommand.of(flags, MeasuredEcho.class, engine.name(), String.valueOf(carriers))));
		this.port = this.process.readLine();
	}

	/**
	 * Start a load generator for this service, and connect it.
	 * @param connections the number of connections
	 * @param cores the cores that it may use, as {@code taskset} has it
	 * @return the load generator
	 */
	public EchoClient connect(int connections, String cores) {
		String name = "load-%s-%d".formatted(this.engine.name().toLowerCase(Locale.ROOT), connections);
		return new EchoClient(ChildProcess.talk(name, this.logs,
				pinned(cores, JavaCommand.of(List.of(HEAP), EchoLoad.class, this.port, String.valueOf(connections)))));
	}

	private static List<String> pinned(String cores, List<String> command) {
		List<String> pinned = new ArrayList<>(List.of("taskset", "-c", cores));
		pinned.addAll(command);
		return pinned;
	}

	/**
	 * Return what the service has used.
	 * @return its usage since its start
	 */
	public ProcessUsage usage() {
		this.process.requireAlive();
		return ProcessUsage.of(this.process.pid());
	}

	long pid() {
		return this.process.pid();
	}

	@Override
	public void close() {
		this.process.close();
	}

}
