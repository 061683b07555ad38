package dev.vigil.nio;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vigil.BackendUnavailableException;
import dev.vigil.EventSource;
import dev.vigil.Interest;
import dev.vigil.contract.EventSourceContract;
import dev.vigil.contract.Fixture;
import dev.vigil.contract.Rule;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** The contract on the JDK's Selector. */
class NioContractTest implements EventSourceContract {
    @Override
    public Fixture fixture() {
        return Fixture.ofChannels("nio");
    }

    @Rule({1, 7})
    @Test
    void aDescriptorCannotBeAwaitedWhereNioIsTheOnlyBackend() {
        BackendUnavailableException e = assertThrows(
                BackendUnavailableException.class, () -> EventSource.await(0, Interest.READ, Duration.ZERO));
        assertTrue(e.getMessage().contains("backend nio takes no raw descriptors"), e::getMessage);
    }
}
