package dev.vigil.posix;

import java.io.Serial;
import java.net.SocketAddress;

/** The address of a socket between a virtual machine and its host (Linux, {@code <linux/vm_sockets.h>}). Immutable. */
public final class VsockAddress extends SocketAddress {
    /** As a context, every one of this machine; as a port, one that the system picks: {@code VMADDR_CID_ANY}, {@code VMADDR_PORT_ANY}. */
    public static final int ANY = -1;

    /** The context of this machine itself: {@code VMADDR_CID_LOCAL}. */
    public static final int LOCAL = 1;

    /** The context of the host: {@code VMADDR_CID_HOST}. */
    public static final int HOST = 2;

    @Serial
    private static final long serialVersionUID = 1L;

    private final int context;
    private final int port;

    /**
     * An address.
     *
     * @param context which machine, without a sign; {@link #ANY}, {@link #LOCAL} or {@link #HOST}
     * @param port which port, without a sign; {@link #ANY} to have one picked
     */
    public VsockAddress(int context, int port) {
        this.context = context;
        this.port = port;
    }

    /**
     * Which machine.
     *
     * @return its context identifier, without a sign
     */
    public int context() {
        return context;
    }

    /**
     * Which port.
     *
     * @return its number, without a sign
     */
    public int port() {
        return port;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof VsockAddress address && context == address.context && port == address.port;
    }

    @Override
    public int hashCode() {
        return 31 * context + port;
    }

    /** Both numbers, as in {@code vsock:2:1024}. */
    @Override
    public String toString() {
        return "vsock:" + Integer.toUnsignedString(context) + ":" + Integer.toUnsignedString(port);
    }
}
