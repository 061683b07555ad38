package dev.vigil.contract;

import dev.vigil.EventSource;
import java.io.IOException;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;

/** What all themes share. One instance runs all tests of a backend, so a test keeps its state to itself. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@ExtendWith(FixtureExtension.class)
public interface Contract {
    /** What is tested. Asked often: returns at once. */
    Fixture fixture();

    /**
     * Whether a poll that does not wait tells of everything that is ready by then. It does not where a thread of the backend's watches
     * some of the descriptors: what that thread has not reported yet comes with a later poll, and ends one that waits.
     */
    default boolean tellsAtOnce() {
        return true;
    }

    /** Opens a source with default settings. */
    default EventSource open() throws IOException {
        return fixture().open();
    }
}
