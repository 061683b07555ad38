package dev.vigil.raw;

import dev.vigil.posix.Descriptors;
import java.io.Closeable;
import java.io.IOException;

/**
 * A descriptor number of our own, which is made to stand for another's file for the length of a call. That one's number may
 * be closed in the meantime, by whoever it belongs to, and given to a third; this one cannot. Taking a number that is there
 * already works when there are no more to be had.
 */
final class SpareDescriptor implements Closeable {
    private final int number;

    /** What the number stands for in between. */
    private final int filler;

    SpareDescriptor(int filler) throws IOException {
        this.filler = filler;
        this.number = Descriptors.duplicate(filler);
    }

    /** Makes the number stand for the file of a descriptor. */
    int standFor(int fd) throws IOException {
        Descriptors.replace(number, fd);
        return number;
    }

    /** Lets go of that file, which is closed now if its owner has closed it. */
    void reset() throws IOException {
        Descriptors.replace(number, filler);
    }

    @Override
    public void close() throws IOException {
        Descriptors.close(number);
    }
}
