package dev.vigil.contract;

import dev.vigil.Availability;
import dev.vigil.spi.Backend;
import java.io.IOException;

/** Asks a backend whether it is available while there are no, one, two, ... descriptors left, and counts what is left. */
public final class ProbeWithoutDescriptors {
    private static final int MOST = 6;

    private ProbeWithoutDescriptors() {}

    /**
     * Asks, and prints what came of it.
     *
     * @param backend a backend that was not asked yet; the classes that its probe needs have been loaded
     */
    public static void run(Backend backend) throws IOException {
        Fillers fillers = new Fillers();
        fillers.fill();
        boolean refused = false;
        for (int free = 0; free <= MOST; free++) {
            fillers.release(free);
            Availability availability = backend.availability();
            refused |= !availability.usable();
            int left = fillers.fillAgain(free);
            if (left < free) {
                System.out.println("of " + free + " free descriptors " + left + " are left: " + availability.reason());
            }
        }
        fillers.release(MOST);
        System.out.println(refused ? "was unavailable" : "had enough");
        System.out.println(backend.availability().usable() ? "is available" : "stays unavailable");
    }
}
