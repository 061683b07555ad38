package dev.vigil.contract;

import java.io.FileInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** Files that take up the descriptors of a process, so that few are left or none. */
public final class Fillers {
    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(20);

    private final List<FileInputStream> files = new ArrayList<>();

    /** Opens files until the system refuses; returns how many. */
    public int fill() {
        int opened = 0;
        while (true) {
            try {
                files.add(new FileInputStream("/dev/null"));
                opened++;
            } catch (IOException e) {
                return opened;
            }
        }
    }

    /**
     * Fills up what a try has left. The JVM has files of its own open for a moment, those of its control group for one, which are
     * no leak: they come back, here or as one more in a later try.
     */
    public int fillAgain(int expected) {
        long end = System.nanoTime() + PATIENCE_NANOS;
        int filled = fill();
        while (filled < expected && System.nanoTime() - end < 0) {
            LockSupport.parkNanos(1_000_000);
            filled += fill();
        }
        return filled;
    }

    /** Leaves so many descriptors. */
    public void release(int descriptors) throws IOException {
        for (int i = 0; i < descriptors; i++) {
            files.remove(files.size() - 1).close();
        }
    }
}
