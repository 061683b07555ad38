package dev.vigil.migrating;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vigil.EventSource;
import dev.vigil.Interest;
import dev.vigil.Registration;
import dev.vigil.contract.Companion;
import dev.vigil.contract.Fixture;
import dev.vigil.contract.Polling;
import dev.vigil.contract.RawSystem;
import dev.vigil.contract.Recorder;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A nested cold side that is rebuilt while the hot side watches it. */
class NestedRebuildTest {
    private static final int NUMBER = 900;

    private RawSystem raw;

    private EventSource open(String hot) throws IOException {
        Fixture fixture = Configurations.raw(Configurations.of(hot, "epoll").policy(Policies.EAGER));
        raw = fixture.raw();
        return fixture.open();
    }

    /** Has both sides rebuilt, because of a duplicate of what was closed. */
    private void rebuild(EventSource source) throws IOException {
        int[] pipe = raw.pipe(true);
        raw.duplicateTo(pipe[0], NUMBER);
        Registration registration = source.register(NUMBER, Interest.READ, new Recorder());
        raw.close(NUMBER);
        registration.cancel();
        raw.write(pipe[1], ByteBuffer.allocate(1));
        long before = source.statistics().rebuilds();
        Polling.until(source, () -> source.statistics().rebuilds() > before, () -> "a rebuild");
        raw.closeAll(pipe);
    }

    @ParameterizedTest
    @ValueSource(strings = {"poll", "epoll"})
    void theColdSideIsHeardAfterIt(String hot) throws Exception {
        try (EventSource source = open(hot)) {
            int[] busy = raw.pipe(true);
            int[] quiet = raw.pipe(true);
            Recorder busySeen = new Recorder();
            Recorder quietSeen = new Recorder();
            source.register(busy[0], Interest.READ, busySeen);
            source.register(quiet[0], Interest.READ, quietSeen);
            for (int i = 0; i < 3; i++) {
                raw.write(busy[1], ByteBuffer.allocate(1));
                busySeen.clear();
                Polling.untilSeen(source, busySeen);
                assertEquals(1, source.statistics().gauges().get("hot"), "only the busy one is hot");
                rebuild(source);
                raw.write(quiet[1], ByteBuffer.allocate(1));
                quietSeen.clear();
                Polling.untilSeen(source, quietSeen);
                raw.read(quiet[0], ByteBuffer.allocate(8));
                Polling.until(
                        source, () -> source.statistics().gauges().get("hot") == 1, () -> "the quiet one to cool");
                raw.read(busy[0], ByteBuffer.allocate(8));
            }
            Companion<Integer> poller = Companion.calling(source::poll).awaitBlocked();
            source.wakeup();
            assertEquals(0, poller.join());
            assertTrue(source.isOpen());
            raw.closeAll(busy);
            raw.closeAll(quiet);
        }
    }
}
