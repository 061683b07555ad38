package dev.vigil.uring;

import dev.vigil.carry.Block;
import dev.vigil.carry.Operation;
import dev.vigil.posix.Descriptors;
import java.io.IOException;
import java.nio.ByteBuffer;

/** An operation whose plain call is read(2) or write(2). */
final class Plain extends Operation {
    /** How often the plain call was made. */
    int performed;

    /** Whether the plain call found the end. */
    boolean atEnd;

    private Plain(int fd, boolean isWrite) {
        super(isWrite);
        standFor(fd);
    }

    static Plain read(int fd) {
        return new Plain(fd, false);
    }

    static Plain write(int fd) {
        return new Plain(fd, true);
    }

    Plain asks(Block memory, int from, int most) {
        ask(memory, from, most);
        return this;
    }

    @Override
    public void perform() {
        performed++;
        ByteBuffer bytes = block().buffer().duplicate().clear();
        bytes.position(offset()).limit(offset() + length());
        try {
            int moved = isWrite() ? Descriptors.write(fd(), bytes) : Descriptors.read(fd(), bytes);
            atEnd = moved < 0;
            if (moved > 0) {
                moved(moved);
            } else {
                nothing();
            }
        } catch (IOException e) {
            failed(e);
        }
    }
}
