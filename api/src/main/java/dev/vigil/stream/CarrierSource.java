package dev.vigil.stream;

import dev.vigil.carry.CarrierChoice;
import java.io.IOException;

/** Where each loop gets what it carries batches with. */
@FunctionalInterface
interface CarrierSource {
    /** Opens one for a loop. */
    CarrierChoice open() throws IOException;
}
