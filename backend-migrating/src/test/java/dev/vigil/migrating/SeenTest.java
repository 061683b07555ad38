package dev.vigil.migrating;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vigil.EventSource;
import dev.vigil.Feature;
import dev.vigil.Interest;
import dev.vigil.Statistics;
import dev.vigil.contract.Polling;
import dev.vigil.contract.Recorder;
import dev.vigil.posix.Descriptors;
import dev.vigil.posix.PipeEnds;
import dev.vigil.spi.MechanismFailedException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What can be seen of the scheme from outside: figures, events of a flight recording, and clear refusals. */
class SeenTest {
    @TempDir
    private Path directory;

    private static EventSource open(MigrationPolicy policy) throws IOException {
        MigratingSettings settings =
                Configurations.of("poll", "poll").policy(policy).build();
        return EventSource.builder().backend(MigratingBackend.with(settings)).open();
    }

    /** Has a descriptor turn cold and hot again. */
    private static void move(EventSource source, PipeEnds pipe) throws IOException {
        Recorder seen = new Recorder();
        source.register(pipe.readEnd(), Interest.READ, seen);
        long end = System.nanoTime() + Polling.LIMIT.toNanos();
        while (source.statistics().demotions() == 0) {
            assertTrue(System.nanoTime() < end, "did not turn cold");
            source.poll(1_000_000);
        }
        Descriptors.write(pipe.writeEnd(), ByteBuffer.wrap(new byte[1]));
        Polling.untilSeen(source, seen);
    }

    @Test
    void theStatisticsTellSizesScansMovesRentAndPrice() throws IOException {
        try (EventSource source = open(Policies.EAGER);
                PipeEnds pipe = Descriptors.pipe()) {
            move(source, pipe);
            Statistics statistics = source.statistics();
            assertTrue(statistics.promotions() >= 1 && statistics.demotions() >= 1, statistics::toString);
            assertTrue(statistics.scanned() >= 1, statistics::toString);
            assertEquals(
                    Set.of("hot", "cold", "rent", "price", "patience"),
                    statistics.gauges().keySet());
            assertEquals(1, statistics.gauges().get("hot") + statistics.gauges().get("cold"));
            assertTrue(statistics.gauges().get("price") > 0, statistics::toString);
        }
    }

    @Test
    void aFlightRecordingGetsAnEventForEachBatchOfMoves() throws IOException {
        Path file = directory.resolve("moves.jfr");
        try (Recording recording = new Recording()) {
            recording.enable("dev.vigil.Migration");
            recording.start();
            try (EventSource source = open(Policies.EAGER);
                    PipeEnds pipe = Descriptors.pipe()) {
                move(source, pipe);
            }
            recording.stop();
            recording.dump(file);
        }
        List<RecordedEvent> events = RecordingFile.readAllEvents(file);
        assertEquals(
                1,
                events.stream()
                        .mapToInt(event -> event.getInt("promotions"))
                        .max()
                        .orElse(0));
        assertEquals(
                1,
                events.stream()
                        .mapToInt(event -> event.getInt("demotions"))
                        .max()
                        .orElse(0));
        for (RecordedEvent event : events) {
            assertEquals(1, event.getInt("hot") + event.getInt("cold"), event::toString);
        }
    }

    @Test
    void anEdgeIsRefusedAtRegistrationWithTheNameOfTheFeature() throws IOException {
        try (EventSource source = open(MigrationPolicy.renter());
                PipeEnds pipe = Descriptors.pipe()) {
            assertFalse(source.features().contains(Feature.EDGE));
            String message = assertThrows(
                            UnsupportedOperationException.class,
                            () -> source.register(pipe.readEnd(), Interest.READ.edge(), new Recorder()))
                    .getMessage();
            assertTrue(message.contains("lacks the feature edge"), message);
        }
    }

    @Test
    void aPolicyThatThrowsWhenItIsFirstAskedIsToldAtOpening() {
        MigrationPolicy policy = policy(() -> {
            throw new ArithmeticException("of the test's");
        });
        Exception refused = assertThrows(Exception.class, () -> open(policy).close());
        assertTrue(refused.getMessage().contains("of the test's"), refused.getMessage());
    }

    @Test
    void aPolicyThatAnswersOutOfRangeIsToldWithTheRange() throws IOException {
        int[] asked = {0};
        String message = told(policy(() -> asked[0]++ == 0 ? 1L : 0L));
        assertTrue(message.contains("patience of 0") && message.contains("patience is 1 to"), message);
    }

    @Test
    void aProbationOfNothingIsToldWithTheRange() throws IOException {
        int[] asked = {0};
        String message = told(new MigrationPolicy() {
            @Override
            public long patience(MigrationCosts costs) {
                return 1;
            }

            @Override
            public long worth(MigrationCosts costs) {
                return 1;
            }

            @Override
            public long probation(MigrationCosts costs) {
                return asked[0]++ == 0 ? 1 : 0;
            }
        });
        assertTrue(message.contains("probation of 0") && message.contains("probation at least 1"), message);
    }

    /** What is told when a policy answers out of range in the end. */
    private static String told(MigrationPolicy policy) throws IOException {
        EventSource source =
                EventSource.builder().backend(new FakeBackend(policy)).open();
        String message = assertThrows(MechanismFailedException.class, () -> {
                    for (int i = 0; i < 1000; i++) {
                        source.pollNow();
                    }
                })
                .getMessage();
        assertFalse(source.isOpen());
        return message;
    }

    private interface Answer {
        long patience();
    }

    private static MigrationPolicy policy(Answer answer) {
        return new MigrationPolicy() {
            @Override
            public long patience(MigrationCosts costs) {
                return answer.patience();
            }

            @Override
            public long worth(MigrationCosts costs) {
                return 1;
            }
        };
    }
}
