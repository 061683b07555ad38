/**
 * Relaying: bytes between pairs of ends, both ways.
 *
 * <p>A {@link dev.vigil.relay.Relay} is built by a {@link dev.vigil.relay.RelayBuilder} and makes a
 * {@link dev.vigil.relay.RelayPair} of two {@linkplain dev.vigil.relay.RelayEnd ends}. Stands on {@code dev.vigil.loop} and knows
 * nothing of acceptors.
 */
package dev.vigil.relay;
