package dev.vigil.poll;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.vigil.EventSource;
import dev.vigil.Interest;
import dev.vigil.Readiness;
import dev.vigil.Registration;
import dev.vigil.contract.ChildJvm;
import dev.vigil.contract.EventSourceContract;
import dev.vigil.contract.Fixture;
import dev.vigil.contract.Polling;
import dev.vigil.contract.RawSystem;
import dev.vigil.contract.Recorder;
import dev.vigil.contract.Rule;
import dev.vigil.posix.RawFixtures;
import java.io.IOException;
import org.junit.jupiter.api.Test;

/** The contract on poll(2). */
class PollContractTest implements EventSourceContract {
    @Override
    public Fixture fixture() {
        return RawFixtures.of("poll");
    }

    @Rule(10)
    @Test
    void aDescriptorClosedWhileItIsWatchedIsReportedInvalidOnce() throws IOException {
        RawSystem raw = fixture().raw();
        int[] pipe = raw.pipe(true);
        raw.duplicateTo(pipe[0], NUMBER);
        raw.closeAll(pipe);
        try (EventSource source = open()) {
            Recorder seen = new Recorder();
            Registration registration = source.register(NUMBER, Interest.READ, seen);
            raw.close(NUMBER);
            Polling.untilSeen(source, seen);
            Polling.assertSilent(source);
            assertEquals(1, seen.count());
            seen.assertOnly(Readiness.READABLE_BIT | Readiness.INVALID_BIT);
            assertFalse(registration.isActive());
        }
    }

    /** The one that ends waits whose threads are interrupted is opened by the first that blocks: here there is none for it. */
    @Rule({7, 17})
    @Test
    void anAwaitTakesNoDescriptorNotEvenAtFirst() throws Exception {
        ChildJvm.Ended ended = ChildJvm.withTestClassPath()
                .optionsFromBuild()
                .descriptorLimit(300)
                .run("dev.vigil.contract.AwaitWithoutDescriptors", "poll", "dev.vigil.poll.Interrupts");
        assertEquals("waited\n", ended.assertClean().out());
    }
}
