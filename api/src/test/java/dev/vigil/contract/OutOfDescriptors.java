package dev.vigil.contract;

import dev.vigil.EventSource;
import dev.vigil.Feature;
import dev.vigil.Interest;
import java.io.IOException;

/** Opens sources while there are no, one, two, ... descriptors left, and counts what is left after each try. */
final class OutOfDescriptors {
    private static final int MOST = 12;

    private OutOfDescriptors() {}

    public static void main(String[] arguments) throws IOException {
        // Loads what opening and failing need: from a directory of classes that takes descriptors of its own.
        load(arguments[0]);
        Fillers fillers = new Fillers();
        fillers.fill();
        boolean opened = false;
        for (int free = 0; free <= MOST; free++) {
            fillers.release(free);
            boolean succeeded = tryToOpen(arguments[0]);
            if (opened && !succeeded) {
                System.out.println("opened with fewer, but not with " + free);
            }
            opened |= succeeded;
            int left = fillers.fillAgain(free);
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

    private static boolean tryToOpen(String backend) {
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
}
