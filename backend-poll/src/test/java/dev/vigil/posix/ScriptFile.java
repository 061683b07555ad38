package dev.vigil.posix;

import dev.vigil.trust.Act;
import dev.vigil.trust.OpenFile;
import java.io.IOException;
import java.nio.ByteBuffer;

/** An open file of a script, registered by its number. What reads and writes it serves one thread. */
class ScriptFile extends OpenFile {
    private static final ByteBuffer BYTES = ByteBuffer.allocateDirect(4096);

    private final int near;
    private int far;

    ScriptFile(int near, int far) {
        this.near = near;
        this.far = far;
    }

    @Override
    public final int opened() {
        return near;
    }

    final int far() {
        return far;
    }

    @Override
    public boolean act(Act act, int number) throws IOException {
        switch (act) {
            case SEND -> {
                return far >= 0 && Descriptors.write(far, BYTES.clear().limit(1)) > 0;
            }
            case DRAIN -> takeAll(number);
            case FILL -> {
                while (Descriptors.write(number, BYTES.clear()) > 0) {}
            }
            case RELIEVE -> takeAll(far);
            case SHUT_NEAR -> Sockets.shutdownOutput(number);
            case SHUT_FAR -> Sockets.shutdownOutput(far);
            case CLOSE_FAR -> closeFar();
            case URGENT -> Sockets.sendUrgent(far, (byte) 1);
            default -> throw new IllegalArgumentException(act.toString());
        }
        return true;
    }

    static void takeAll(int fd) throws IOException {
        while (fd >= 0 && Descriptors.read(fd, BYTES.clear()) > 0) {}
    }

    @Override
    public void closeFar() throws IOException {
        int fd = far;
        far = -1;
        if (fd >= 0) {
            Descriptors.close(fd);
        }
    }
}
