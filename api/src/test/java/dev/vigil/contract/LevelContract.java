package dev.vigil.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vigil.EventSource;
import dev.vigil.Interest;
import java.io.IOException;

/** Level delivery: told in every poll for as long as it is ready. */
public interface LevelContract extends Contract {
    @Rule({1, 8})
    @EachKind(Trait.READ)
    default void aReadableDescriptorIsReportedByEveryPollUntilItIsDrained(Kind kind) throws IOException {
        try (EventSource source = open();
                Link link = kind.open()) {
            Recorder seen = new Recorder();
            link.register(source, Interest.READ, seen);
            Polling.assertSilent(source);
            link.makeReadable();
            Polling.untilSeen(source, seen);
            for (int i = 0; i < 5; i++) {
                assertEquals(1, source.poll(Polling.LIMIT));
            }
            assertTrue(seen.all().stream().allMatch(ready -> ready.isReadable()), () -> "saw " + seen.all());
            link.drain();
            Polling.assertSilent(source);
        }
    }
}
