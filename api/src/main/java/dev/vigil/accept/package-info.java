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
 *   <li>{@code Acceptor} is what the user holds, and where accepting ends. How connections get to its loops is a {@code Distribution},
 *       of three: {@code ExclusiveLoops}, an {@code ExclusiveLoop} each, which watch one listener together; {@code OwnListeners}, an
 *       {@code AcceptingLoop} each, with a listener of its own; {@code DealingLoop}, which accepts for all and deals connections out.
 *       They decide how many are accepted in a turn.
 *   <li>{@code HandOver} gives a connection to the handler, or closes it if that throws.
 *   <li>{@code ListenerWatch} is one listener on one loop: how it is watched, and what the errors of accepting mean.
 *   <li>{@code AcceptPause} is where an acceptor pauses when the system refuses to accept, with its four states.
 * </ul>
 *
 * <p><b>Stable.</b> A listener of another kind than channels is a {@link dev.vigil.accept.ListenerFactory}.
 */
package dev.vigil.accept;
