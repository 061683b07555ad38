package dev.vigil.poll;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;

import dev.vigil.Interest;
import dev.vigil.posix.Descriptors;
import dev.vigil.spi.Batch;
import dev.vigil.spi.Mechanism;
import dev.vigil.spi.Watch;
import java.io.IOException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** One watch that goes from one mechanism to another, as those of a migrating source do. */
class HandOverTest {
    private static final long WORD = 5;

    private final Batch batch = new Batch(8);
    private PollMechanism first;
    private PollMechanism second;
    private int fd = -1;
    private Watch watch;

    @BeforeEach
    void open() throws IOException {
        first = new PollMechanism(PollProbe.run());
        second = new PollMechanism(PollProbe.run());
        fd = Descriptors.eventFd(1);
        watch = new Watch(fd, null, WORD, Interest.READ);
    }

    @AfterEach
    void close() throws IOException {
        first.close();
        second.close();
        if (fd >= 0) {
            Descriptors.close(fd);
        }
    }

    private void assertSees(Mechanism mechanism, int events) throws IOException {
        batch.clear();
        mechanism.await(batch, 0);
        assertEquals(events, batch.size());
    }

    /** Has the first see the watch, and lose it without having waited since. Returns the entry. */
    private Object addAndRemove() throws IOException {
        first.add(watch);
        assertSees(first, 1);
        Object entry = watch.attachment;
        first.remove(watch);
        return entry;
    }

    @Test
    void itTakesItsEntryAlongOnceTheFirstIsDoneWithIt() throws IOException {
        Object entry = addAndRemove();
        assertSees(first, 0);
        second.add(watch);
        assertSame(entry, watch.attachment);
        assertSees(second, 1);
        assertSees(first, 0);
        second.remove(watch);
        assertSees(second, 0);
        first.add(watch);
        assertSame(entry, watch.attachment);
        assertSees(first, 1);
        assertSees(second, 0);
    }

    @Test
    void itGetsANewEntryWhileTheFirstHasStillToTakeTheOldOneOut() throws IOException {
        Object entry = addAndRemove();
        second.add(watch);
        assertNotSame(entry, watch.attachment);
        assertSees(second, 1);
        assertSees(first, 0);
        assertSees(second, 1);
    }

    @Test
    void itKeepsItsEntryWhereItIsAddedAgainBeforeItIsTakenOut() throws IOException {
        Object entry = addAndRemove();
        first.add(watch);
        assertSame(entry, watch.attachment);
        assertSees(first, 1);
    }
}
