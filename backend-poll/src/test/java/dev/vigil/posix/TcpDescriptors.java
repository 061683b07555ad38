package dev.vigil.posix;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** TCP sockets on the loopback interface, made by the calls themselves. */
final class TcpDescriptors {
    /** {@code struct sockaddr_in}: family, port and address in network order, padding. */
    private static final int SIZE = 16;

    private static final int PORT = 2;

    private TcpDescriptors() {}

    /** Two connected sockets, non-blocking: the one that connected, the one accepted. */
    static int[] pair() throws IOException {
        int listener = socket();
        try {
            NativeMemory address = ThreadMemory.atLeast(SIZE + Integer.BYTES);
            putLoopback(address.buffer());
            Errors.check("bind", listener, LibC.functions().bind(listener, address.address(), SIZE));
            Errors.check("listen", listener, LibC.functions().listen(listener, 1));
            address.buffer().putInt(SIZE, SIZE);
            Errors.check(
                    "getsockname",
                    listener,
                    LibC.functions().getsockname(listener, address.address(), address.address() + SIZE));
            int near = socket();
            Errors.check("connect", near, LibC.functions().connect(near, address.address(), SIZE));
            int far = Errors.check("accept", listener, LibC.functions().accept(listener, 0, 0));
            Descriptors.configure(near, far, true);
            return new int[] {near, far};
        } finally {
            Descriptors.close(listener);
        }
    }

    private static int socket() throws IOException {
        return Errors.check("socket", LibC.functions().socket(SocketConstants.AF_INET, SocketConstants.SOCK_STREAM, 0));
    }

    private static void putLoopback(ByteBuffer address) {
        for (int i = 0; i < SIZE; i++) {
            address.put(i, (byte) 0);
        }
        if (OperatingSystem.CURRENT == OperatingSystem.LINUX) {
            address.order(ByteOrder.nativeOrder()).putShort(0, (short) SocketConstants.AF_INET);
        } else {
            address.put(0, (byte) SIZE).put(1, (byte) SocketConstants.AF_INET);
        }
        address.put(PORT + 2, (byte) 127).put(PORT + 5, (byte) 1);
    }
}
