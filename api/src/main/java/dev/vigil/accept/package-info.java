/**
 * Accepting: the connections of one address, spread over the loops of a group.
 *
 * <p>An {@link dev.vigil.accept.Acceptor} is built by an {@link dev.vigil.accept.AcceptorBuilder}, gets its connections from a
 * {@link dev.vigil.accept.Listener} and gives them to an {@link dev.vigil.accept.AcceptHandler}; a
 * {@link dev.vigil.accept.Sharing} says how the loops share the address. Stands on {@code dev.vigil.loop} and knows nothing of
 * relays.
 */
package dev.vigil.accept;
