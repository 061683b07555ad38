package dev.vigil.bench.mechanism;

import java.io.IOException;

/** The JDK's Selector used well: {@code select(Consumer)}, which needs no set of selected keys. */
final class JdkMechanism extends JdkKeysMechanism {
    @Override
    void selectNow() throws IOException {
        selector.selectNow(Slot::serve);
    }

    @Override
    void select(long millis) throws IOException {
        selector.select(Slot::serve, millis);
    }
}
