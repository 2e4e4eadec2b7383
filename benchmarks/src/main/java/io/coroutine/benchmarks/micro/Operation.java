package io.coroutine.benchmarks.micro;

import java.util.List;

import io.coroutine.internal.loop.RecordingBenchmark;

/**
 * What is measured, and who takes part: the method of each in its benchmark.
 */
enum Operation {

	YIELD("yield", "switch by yield", YieldBenchmark.class, List.of("coroutines", "virtualThreads", "kotlin"), 0.5),

	TRANSFER("transfer", "switch by transfer", TransferBenchmark.class,
			List.of("coroutines", "coroutinesByUnpark", "virtualThreads", "platformThreads", "kotlinBySequence"), 0.5),

	CHANNEL("channel", "hand-over by channel", ChannelBenchmark.class,
			List.of("coroutines", "virtualThreads", "kotlin"), 1),

	PARK("park", "park and wake", ParkBenchmark.class, List.of("coroutines", "virtualThreads", "kotlin"), 1 / 1.1),

	CREATE("create", "create, run, finish", CreateBenchmark.class,
			List.of("coroutines", "virtualThreads", "platformThreads", "kotlin"), 1.15),

	STACK("stack", "change to a private stack and back", StackBenchmark.class,
			List.of("blockingCalls", "platformThreads"), 1.5),

	FORK("fork", "fork in a request", ForkBenchmark.class, List.of("inContext", "bare"), Operation.NO_RATIO),

	GATE("gate", "free permit, taken and given back", GateBenchmark.class, List.of("gate", "fairSemaphore"), 1.5),

	GATE_LINE("gate-line", "permit handed on, timed wait", GateLineBenchmark.class, List.of("gate", "fairSemaphore"),
			0.5),

	REQUEST("request", "what is done for each request", RequestCostBenchmark.class,
			List.of("admission", "deadline", "deadlineOfHeader", "noDeadline", "nothing"), Operation.NO_RATIO),

	RESILIENCE4J("resilience4j", "call through Resilience4j", Resilience4jBenchmark.class,
			List.of("timeLimiter", "circuitBreaker", "bulkhead", "rateLimiter", "retry", "plain"), Operation.NO_RATIO),

	OVERHEAD("overhead", "switch that is looked at", OverheadBenchmark.class,
			List.of("observed", "watched", "unwatched"), 1.03),

	RECORDING("recording", "recording of latencies", RecordingBenchmark.class, List.of("recording"),
			Operation.NO_RATIO);

	/** The goal is not a ratio. */
	static final double NO_RATIO = 0;

	private final String label;

	private final String description;

	private final Class<?> benchmark;

	/** Made by {@code List.of}. */
	@SuppressWarnings("ImmutableEnumChecker")
	private final List<String> peers;

	private final double goal;

	Operation(String label, String description, Class<?> benchmark, List<String> peers, double goal) {
		this.label = label;
		this.description = description;
		this.benchmark = benchmark;
		this.peers = peers;
		this.goal = goal;
	}

	String description() {
		return this.description;
	}

	List<String> peers() {
		return this.peers;
	}

	/**
	 * Return what the first peer may take, in times of the base.
	 */
	double goal() {
		return this.goal;
	}

	/**
	 * Return the peer that the others are compared with.
	 */
	String base() {
		return this.peers.contains("virtualThreads") ? "virtualThreads" : this.peers.getLast();
	}

	/**
	 * Return the pattern by which JMH finds the benchmark of a peer.
	 */
	String pattern(String peer) {
		return "^" + (this.benchmark.getName() + "." + peer).replace(".", "\\.") + "$";
	}

	@Override
	public String toString() {
		return this.label;
	}

}
