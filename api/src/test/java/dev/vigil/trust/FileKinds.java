package dev.vigil.trust;

import dev.vigil.Feature;
import dev.vigil.trust.FileKind.Quality;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** The kinds that a backend is tried with. */
final class FileKinds {
    private FileKinds() {}

    static List<FileKind> of(Dialect dialect, Kernel kernel) {
        Set<Feature> features = dialect.features();
        List<FileKind> kinds = new ArrayList<>();
        if (features.contains(Feature.DESCRIPTORS)) {
            kernel.kinds().stream().filter(kind -> !dialect.leavesOut(kind)).forEach(kinds::add);
        }
        if (features.contains(Feature.CHANNELS)) {
            kinds.addAll(ChannelFiles.kinds(kernel));
        }
        kinds.removeIf(kind -> kind.is(Quality.POLLABLE_REGULAR) && !dialect.has(Dialect.Trait.TAKES_POLLABLE_REGULAR));
        return kinds;
    }
}
