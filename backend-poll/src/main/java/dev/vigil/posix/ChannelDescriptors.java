package dev.vigil.posix;

import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SelectableChannel;

/**
 * Finds the descriptor under a {@link SelectableChannel}. For backends.
 *
 * <p>Three ways, in this order:
 *
 * <ol>
 *   <li>The channel says it: it is a {@link HasDescriptor}.
 *   <li>The JDK says it: {@code sun.nio.ch.SelChImpl.getFDVal}, if {@code java.base} opens {@code sun.nio.ch} to this module.
 *   <li>The same method, called as the JDK's own reflection calls it; see {@link NativeReflection}. Not used if the system
 *       property {@value #OPENED_ONLY} is {@code true}.
 * </ol>
 *
 * What works is found out once; from then on a look-up is a call through a method handle (second way) or through JNI
 * (third way, one small object each).
 */
public final class ChannelDescriptors {

    /** The system property that, if {@code true}, keeps this class to what the JDK has opened. */
    public static final String OPENED_ONLY = "dev.vigil.channels.openedOnly";

    private ChannelDescriptors() {}

    /**
     * The descriptor of a channel.
     *
     * @param channel a channel of the JDK, or a {@link HasDescriptor}
     * @return its descriptor
     * @throws ClosedChannelException if the channel is closed
     * @throws IllegalArgumentException if the channel is of another provider
     * @throws UnsupportedOperationException if this JVM does not give descriptors away; the message names the flag that
     *     makes it
     * @throws IOException if the channel itself reports one
     */
    public static int of(SelectableChannel channel) throws IOException {
        int fd = channel instanceof HasDescriptor has ? has.fd() : SelChImpl.ACCESS.fdOf(channel);
        // A closed channel still answers, with a number that may be another file's by now.
        if (!channel.isOpen()) {
            throw new ClosedChannelException();
        }
        return fd;
    }

    /** Which way is in use for the channels of the JDK, in words. For diagnosis. */
    static String way() {
        return SelChImpl.ACCESS.toString();
    }
}
