/**
 * Accepting: the connections of one address, spread over the loops of a group.
 *
 * <p>An {@link dev.vigil.accept.Acceptor} is built by an {@link dev.vigil.accept.AcceptorBuilder}, gets its connections from a
 * {@link dev.vigil.accept.Listener} and gives them to an {@link dev.vigil.accept.AcceptHandler}; a
 * {@link dev.vigil.accept.Sharing} says how the loops share the address. Stands on {@code dev.vigil.loop} and knows nothing of
 * relays.
 *
 * <p>For those who read the code, from the outside to the inside:
 *
 * <ul>
 *   <li>{@code AcceptingLoop} is what an acceptor does on one loop, in one of two ways: {@code ExclusiveLoop} watches the listener
 *       together with the other loops, {@code DealingLoop} accepts for all of them and hands connections on.
 *   <li>{@code ListenerWatch} is one listener on one loop: the batch that is accepted, and what its errors mean.
 *   <li>{@code AcceptPause} is where an acceptor pauses when the system refuses to accept, with its four states.
 * </ul>
 */
package dev.vigil.accept;
