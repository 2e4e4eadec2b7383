package io.coroutine.admission;

import io.coroutine.admission.AdmissionRejectedException.Reason;

/**
 * Is told what happens at an {@link AdmissionGate}: by whoever comes and goes, in its
 * name, so it must be quick, and must not throw.
 */
public interface AdmissionListener {

	/**
	 * Somebody was let in.
	 */
	void admitted();

	/**
	 * Somebody was turned away.
	 * @param reason the reason
	 */
	void rejected(Reason reason);

	/**
	 * A permit was given back.
	 */
	void released();

}
