package dev.vigil.migrating;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vigil.EventSource;
import dev.vigil.Interest;
import dev.vigil.Statistics;
import dev.vigil.contract.Polling;
import dev.vigil.posix.Descriptors;
import java.io.IOException;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** No event is lost or doubled by a move: millions of them, over descriptors whose activity drifts, counted exactly. */
class DriftTest {
    private static final int DESCRIPTORS = 2_000;
    private static final int HOT = 400;
    private static final int EVENTS = 10_000_000;

    private static final int ROUND = 250;
    private static final int BATCH = 256;

    /** The mean number of rounds until the hot set is another one. */
    private static final int DRIFT_AFTER_ROUNDS = 200;

    /** One event in so many is anybody's. */
    private static final int SELDOM = 100;

    @Test
    @Timeout(900)
    void tenMillionEventsOfADriftingSetArriveExactlyOnceWithRandomMoves() throws IOException {
        long moves = drift(Configurations.of("poll", "poll").policy(new Whims(7)), EVENTS);
        assertTrue(moves > 10_000, () -> "only " + moves + " moves");
    }

    @Test
    @Timeout(300)
    void theEventsOfADriftingSetArriveExactlyOnceOverFourSets() throws IOException {
        drift(Configurations.of("poll", "poll").threads(4).policy(new Whims(11)), EVENTS / 20);
    }

    @Test
    @Timeout(300)
    void theEventsOfADriftingSetArriveExactlyOnceNested() throws IOException {
        drift(Configurations.of("poll", "epoll").policy(new Whims(13)), EVENTS / 20);
    }

    @Test
    @Timeout(300)
    void theEventsOfADriftingSetArriveExactlyOnceWithTheRentersRule() throws IOException {
        drift(Configurations.of("poll", "poll"), EVENTS / 20);
    }

    /** Adds to counters of the kernel, which are the events, and takes from them what the source reports. */
    private static long drift(MigratingSettings.Builder settings, int events) throws IOException {
        int[] fds = new int[DESCRIPTORS];
        Arrays.fill(fds, -1);
        Counts counts = new Counts();
        MigratingBackend backend = MigratingBackend.with(settings.build());
        try (EventSource source =
                EventSource.builder().backend(backend).batchSize(BATCH).open()) {
            for (int i = 0; i < DESCRIPTORS; i++) {
                int at = i;
                fds[i] = Descriptors.eventFd(0);
                source.register(fds[i], Interest.READ, (registration, ready) -> counts.seen(at, fds[at]));
            }
            SplittableRandom random = new SplittableRandom(events);
            int first = 0;
            while (counts.sent < events) {
                if (random.nextInt(DRIFT_AFTER_ROUNDS) == 0) {
                    first = random.nextInt(DESCRIPTORS - HOT);
                }
                for (int i = 0; i < ROUND; i++) {
                    int at = random.nextInt(SELDOM) == 0 ? random.nextInt(DESCRIPTORS) : first + random.nextInt(HOT);
                    counts.send(at, fds[at]);
                }
                Polling.until(source, () -> counts.seen == counts.sent, () -> counts.sent - counts.seen + " events");
            }
            assertArrayEquals(counts.sentTo, counts.seenOf);
            assertEquals(0, counts.empty, "handler calls that found nothing");
            Polling.assertSilent(source);
            Statistics statistics = source.statistics();
            return statistics.promotions() + statistics.demotions();
        } finally {
            for (int fd : fds) {
                if (fd >= 0) {
                    Descriptors.close(fd);
                }
            }
        }
    }

    /** What was sent, and what came. */
    private static final class Counts {
        final long[] sentTo = new long[DESCRIPTORS];
        final long[] seenOf = new long[DESCRIPTORS];
        long sent;
        long seen;
        long empty;

        void send(int at, int fd) throws IOException {
            Descriptors.addToCounter(fd, 1);
            sentTo[at]++;
            sent++;
        }

        void seen(int at, int fd) throws IOException {
            long count = Descriptors.takeCounter(fd);
            seenOf[at] += count;
            seen += count;
            empty += count == 0 ? 1 : 0;
        }
    }

    /** Another mind each time it is asked. */
    private static final class Whims implements MigrationPolicy {
        private static final long[] ROUNDS = {1, 1, 2, 5, 20, 100, NEVER};

        private final SplittableRandom random;

        Whims(long seed) {
            random = new SplittableRandom(seed);
        }

        @Override
        public long patience(MigrationCosts costs) {
            return ROUNDS[random.nextInt(ROUNDS.length)];
        }

        @Override
        public long worth(MigrationCosts costs) {
            return ROUNDS[random.nextInt(ROUNDS.length)] - 1;
        }

        @Override
        public double tolerance(MigrationCosts costs) {
            return random.nextInt(2) * costs.wakeUp();
        }
    }
}
