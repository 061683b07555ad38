package dev.vigil.migrating;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vigil.EventSource;
import dev.vigil.Interest;
import dev.vigil.Readiness;
import dev.vigil.contract.Polling;
import java.io.IOException;
import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Cold sets have equal shares, whoever comes and goes. */
class PartitionTest {
    private static final int SETS = 3;
    private static final int EACH = 10;
    private static final int MEMBERS = SETS * EACH;

    private final FakeBackend fake = new FakeBackend(Policies.EAGER, SETS);

    private List<Integer> sizes() {
        return fake.colds.stream().map(FakeMechanism::size).toList();
    }

    /** Goes through rounds, most of them quiet, until all are cold. */
    private void untilCold(EventSource source, long demotions) throws IOException {
        long end = System.nanoTime() + Polling.LIMIT.toNanos();
        while (source.statistics().demotions() < demotions || fake.hot.size() > 0) {
            assertTrue(System.nanoTime() < end, () -> "still hot: " + fake.hot.size());
            source.poll(100_000);
        }
    }

    @Test
    void newDescriptorsAreDealtOutEvenlyAndStaySoWhileTheyMove() throws IOException {
        try (EventSource source = EventSource.builder().backend(fake).open()) {
            for (int fd = 0; fd < MEMBERS; fd++) {
                int self = fd;
                source.register(fd, Interest.READ, (registration, ready) -> fake.ready(self, 0));
            }
            untilCold(source, MEMBERS);
            assertEquals(Collections.nCopies(SETS, EACH), sizes());
            SplittableRandom random = new SplittableRandom(1);
            for (int turn = 0; turn < 200; turn++) {
                long before = source.statistics().demotions();
                int count = 1 + random.nextInt(MEMBERS);
                for (int i = 0; i < count; i++) {
                    fake.ready(random.nextInt(MEMBERS), Readiness.READABLE_BIT);
                }
                untilCold(source, before + 1);
                assertEquals(Collections.nCopies(SETS, EACH), sizes());
            }
        }
    }
}
