package dev.vigil.bench.mechanism;

import java.io.IOException;

/** What a scenario does when a descriptor is ready. */
@FunctionalInterface
public interface ReadyHandler {
    void ready(int index) throws IOException;
}
