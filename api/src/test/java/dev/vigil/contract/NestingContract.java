package dev.vigil.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.vigil.EventSource;
import dev.vigil.Feature;
import dev.vigil.Interest;
import java.io.IOException;
import org.junit.jupiter.api.Test;

/** A source that is watched by another. */
public interface NestingContract extends Contract {
    @Rule(3)
    @Needs({Feature.NESTING, Feature.DESCRIPTORS})
    @EachKind(Trait.READ)
    default void aSourceSeesThatAnotherOneHasSomethingToDeliver(Kind kind) throws IOException {
        try (EventSource outer = open();
                EventSource inner = open();
                Link link = kind.open()) {
            Recorder seen = new Recorder();
            link.register(inner, Interest.READ, seen);
            Recorder nested = new Recorder((registration, ready) -> inner.pollNow());
            outer.register(inner.fd().orElseThrow(), Interest.READ, nested);
            Polling.assertSilent(outer);
            link.makeReadable();
            Polling.untilSeen(outer, seen);
            for (int i = 0; i < 3; i++) {
                int before = seen.count();
                outer.poll();
                assertEquals(before + 1, seen.count());
            }
            link.drain();
            inner.pollNow();
            outer.pollNow();
            Polling.assertSilent(outer);
        }
    }

    @Rule(7)
    @Needs({Feature.NESTING, Feature.DESCRIPTORS})
    @Test
    default void aSourceDoesNotWatchItself() throws IOException {
        try (EventSource source = open()) {
            int fd = source.fd().orElseThrow();
            assertThrows(IllegalArgumentException.class, () -> source.register(fd, Interest.READ, new Recorder()));
        }
    }
}
