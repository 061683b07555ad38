package dev.vigil.posix;

import dev.vigil.Feature;
import dev.vigil.contract.ChannelKinds;
import dev.vigil.contract.Fixture;
import dev.vigil.contract.Kind;
import dev.vigil.spi.Backend;
import dev.vigil.spi.Backends;
import java.util.ArrayList;
import java.util.List;

/** Fixtures of backends that take raw descriptors. */
public final class RawFixtures {
    private RawFixtures() {}

    /** A backend, found by name. */
    public static Fixture of(String name) {
        return of(Backends.named(name));
    }

    /** A backend with settings of its own. */
    public static Fixture of(Backend backend) {
        return of(backend, RawKinds.all());
    }

    /** A backend that takes some of the raw kinds. */
    public static Fixture of(Backend backend, List<Kind> raw) {
        List<Kind> kinds = new ArrayList<>(raw);
        if (backend.features().contains(Feature.CHANNELS)) {
            kinds.addAll(ChannelKinds.all());
        }
        return new Fixture(backend, kinds, new LibCSystem());
    }
}
