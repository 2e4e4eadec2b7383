package io.coroutine.admission;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * The gates of an application, for those who show them. Any thread may call all methods.
 */
public final class AdmissionGates {

	private final List<AdmissionGate> gates = new ArrayList<>();

	private final List<Consumer<? super AdmissionGate>> listeners = new ArrayList<>();

	private AdmissionGates() {
	}

	/**
	 * Create an empty collection.
	 * @return the collection
	 */
	public static AdmissionGates create() {
		return new AdmissionGates();
	}

	/**
	 * Add a gate, and tell those who listen.
	 * @param gate the gate
	 */
	public void add(AdmissionGate gate) {
		List<Consumer<? super AdmissionGate>> told;
		synchronized (this.gates) {
			this.gates.add(gate);
			told = List.copyOf(this.listeners);
		}
		told.forEach((listener) -> listener.accept(gate));
	}

	/**
	 * Have a listener told of all gates, those that are there and those to come.
	 * @param listener the listener; it may be called by any thread
	 */
	public void whenAdded(Consumer<? super AdmissionGate> listener) {
		List<AdmissionGate> present;
		synchronized (this.gates) {
			this.listeners.add(listener);
			present = list();
		}
		present.forEach(listener);
	}

	/**
	 * Return the gates that are there.
	 * @return the gates, in the order in which they were added
	 */
	public List<AdmissionGate> list() {
		synchronized (this.gates) {
			return List.copyOf(this.gates);
		}
	}

}
