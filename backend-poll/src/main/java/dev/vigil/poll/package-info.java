/**
 * The backend {@code poll}, on poll(2) and ppoll(2).
 *
 * <p>Its cost grows with the number of descriptors watched: take it where there are few, where most are ready in most rounds,
 * or where the system has nothing better. {@code docs/differences.md} tells what it does differently.
 *
 * <p><b>Internal.</b> Name the backend as {@code poll}; {@link dev.vigil.poll.PollBackend} is how it is found.
 */
package dev.vigil.poll;
