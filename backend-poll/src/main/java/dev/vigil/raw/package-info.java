/**
 * Ends and listeners of raw descriptors: what a relay and an acceptor need in order to work with descriptors instead of channels.
 *
 * <p>{@link dev.vigil.raw.DescriptorListener} is a listening socket for a {@link dev.vigil.accept.Acceptor}, and
 * {@link dev.vigil.raw.DescriptorEnd} one end of a {@link dev.vigil.relay.Relay}. Stands on {@code dev.vigil.posix}, which knows
 * nothing of loops.
 */
package dev.vigil.raw;
