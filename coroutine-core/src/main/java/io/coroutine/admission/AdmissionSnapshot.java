package io.coroutine.admission;

import java.time.Duration;
import java.util.Map;

import io.coroutine.admission.AdmissionRejectedException.Reason;

/**
 * What an {@link AdmissionGate} has seen since its start. The numbers are read one after
 * the other while the gate goes on.
 *
 * @param name the name of the gate
 * @param limit how many may be in at once
 * @param inUse how many are in; more than the limit while that was lowered
 * @param queueLimit how many may wait
 * @param queued how many wait
 * @param admitted how many were let in
 * @param rejected how many were not, by reason; has all reasons
 * @param cancelled how many were interrupted while they waited
 * @param waited how many of those that were let in had to wait
 * @param totalWait how long these have waited together
 * @param longestWait how long one of these has waited at most
 */
public record AdmissionSnapshot(String name, int limit, int inUse, int queueLimit, int queued, long admitted,
		Map<Reason, Long> rejected, long cancelled, long waited, Duration totalWait, Duration longestWait) {
}
