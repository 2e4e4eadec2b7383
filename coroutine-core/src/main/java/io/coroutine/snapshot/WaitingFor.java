package io.coroutine.snapshot;

/**
 * What a coroutine waits for.
 *
 * @param kind the kind
 * @param text what exactly, for people to read: a peer's address, the class and identity
 * of a lock, another coroutine
 */
public record WaitingFor(WaitKind kind, String text) {
}
