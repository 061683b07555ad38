package dev.vigil.contract;

import dev.vigil.EventSource;
import dev.vigil.Feature;
import dev.vigil.Interest;
import java.io.FileInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** Opens sources while there are no, one, two, ... descriptors left, and counts what is left after each try. */
final class OutOfDescriptors {
    private static final int MOST = 12;
    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(20);

    private final List<FileInputStream> fillers = new ArrayList<>();

    private OutOfDescriptors() {}

    public static void main(String[] arguments) throws IOException {
        // Loads what opening and failing need: from a directory of classes that takes descriptors of its own.
        load(arguments[0]);
        OutOfDescriptors process = new OutOfDescriptors();
        process.fill();
        boolean opened = false;
        for (int free = 0; free <= MOST; free++) {
            process.release(free);
            boolean succeeded = process.tryToOpen(arguments[0]);
            if (opened && !succeeded) {
                System.out.println("opened with fewer, but not with " + free);
            }
            opened |= succeeded;
            int left = process.fillAgain(free);
            if (left < free) {
                System.out.println("of " + free + " free descriptors " + left + " are left");
            }
        }
        System.out.println(opened ? "leaked nothing" : "could not be opened with " + MOST);
    }

    private static void load(String backend) throws IOException {
        try (EventSource source = EventSource.open(backend)) {
            if (source.features().contains(Feature.DESCRIPTORS)) {
                source.register(Integer.MAX_VALUE, Interest.READ, (registration, ready) -> {});
                throw new AssertionError("there is no such descriptor");
            }
        } catch (IOException e) {
            if (!e.getMessage().contains("EBADF")) {
                throw e;
            }
        }
    }

    private boolean tryToOpen(String backend) {
        try (EventSource source = EventSource.open(backend)) {
            return source.isOpen();
        } catch (IOException e) {
            String message = String.valueOf(e.getMessage());
            if (!message.contains("EMFILE") && !message.contains("Too many open files")) {
                System.out.println("unclear: " + e);
            }
            return false;
        }
    }

    /**
     * Fills up what a try has left. The JVM has files of its own open for a moment, those of its control group for one, which are
     * no leak: they come back, here or as one more in a later try.
     */
    private int fillAgain(int expected) {
        long end = System.nanoTime() + PATIENCE_NANOS;
        int filled = fill();
        while (filled < expected && System.nanoTime() - end < 0) {
            LockSupport.parkNanos(1_000_000);
            filled += fill();
        }
        return filled;
    }

    /** Opens files until the system refuses; returns how many. */
    private int fill() {
        int opened = 0;
        while (true) {
            try {
                fillers.add(new FileInputStream("/dev/null"));
                opened++;
            } catch (IOException e) {
                return opened;
            }
        }
    }

    private void release(int files) throws IOException {
        for (int i = 0; i < files; i++) {
            fillers.remove(fillers.size() - 1).close();
        }
    }
}
