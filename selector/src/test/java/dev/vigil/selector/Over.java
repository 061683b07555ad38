package dev.vigil.selector;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.vigil.Availability;
import dev.vigil.BackendUnavailableException;
import dev.vigil.migrating.MigratingBackend;
import dev.vigil.migrating.MigratingSettings;
import dev.vigil.spi.Backend;
import dev.vigil.spi.Backends;
import java.io.IOException;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.nio.channels.Selector;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Selectors over each backend, by name. */
final class Over {
    /** A test that takes the name of a backend and is run for each, and for each arrangement of the migrating one. */
    @Retention(RetentionPolicy.RUNTIME)
    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = {"epoll", "poll", "nio", "migrating poll/poll", "migrating poll/epoll", "migrating nio/nio"})
    @interface EachBackend {}

    private Over() {}

    /** A selector over the backend. Where that is not available the test is skipped, and says why. */
    static Selector open(String name) throws IOException {
        return new VigilSelectorProvider(backend(name)).openSelector();
    }

    static Backend backend(String name) {
        if (name.startsWith("migrating ")) {
            int slash = name.indexOf('/');
            MigratingSettings settings = MigratingSettings.builder()
                    .hot(name.substring("migrating ".length(), slash))
                    .cold(name.substring(slash + 1))
                    .build();
            Backend backend = MigratingBackend.with(settings);
            Availability state = backend.availability();
            assumeTrue(state.usable(), name + ": " + state.reason());
            return backend;
        }
        try {
            return Backends.named(name);
        } catch (BackendUnavailableException e) {
            assumeTrue(false, e.getMessage());
            throw e;
        }
    }
}
