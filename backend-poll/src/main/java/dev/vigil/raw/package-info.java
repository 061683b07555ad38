/**
 * Ends and listeners of raw descriptors: what a relay and an acceptor need in order to work with descriptors instead of channels.
 *
 * <p>{@link dev.vigil.raw.DescriptorListener} is a listening socket for a {@link dev.vigil.accept.Acceptor}, and
 * {@link dev.vigil.raw.DescriptorEnd} one end of a {@link dev.vigil.relay.Relay}. Stands on {@code dev.vigil.posix}, which knows
 * nothing of loops.
 *
 * <p>For those who read the code: how a descriptor is read, written, half-closed and reset is in {@code DescriptorEnd}; when that is done
 * is decided by {@code dev.vigil.relay}. {@code SplicePipe} is where bytes stay in the kernel, and
 * {@code Spliceable} is what an end needs for it, which {@code SocketEnd} has for a channel, by way of a {@code SpareDescriptor}.
 *
 * <p><b>Experimental.</b> {@link dev.vigil.raw.BlockingChannel} reads and writes any raw descriptor in the blocking style;
 * {@link dev.vigil.raw.DescriptorDatagramEnd} is a socket of datagrams for a {@link dev.vigil.stream.DatagramPort}.
 */
package dev.vigil.raw;
