package dev.vigil.kqueue;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vigil.EventSource;
import dev.vigil.Interest;
import dev.vigil.Readiness;
import dev.vigil.contract.Fixture;
import dev.vigil.contract.Polling;
import dev.vigil.contract.Recorder;
import java.io.IOException;
import java.nio.channels.SocketChannel;
import org.junit.jupiter.api.Test;

/** The contract on a kqueue over poll with one cold thread, with moves at every opportunity. */
@NeedsCKqueue
class EagerKqueuePollContractTest implements KqueueContract {
    private final Fixture fixture = MigratingKqueues.eager("ckqueue", "poll");

    @Override
    public Fixture fixture() {
        return fixture;
    }

    /** What is cold is told once its thread has reported it. */
    @Override
    public boolean tellsAtOnce() {
        return false;
    }

    /** Where it is watched by a kqueue it is silent, and where by poll(2) it is hung up. */
    @Override
    @Test
    public void aSocketThatWasNeverConnectedIsHungUp() throws IOException {
        try (SocketChannel near = SocketChannel.open();
                EventSource source = open()) {
            near.configureBlocking(false);
            Recorder seen = new Recorder();
            source.register(near, Interest.READ.and(Interest.WRITE), seen);
            long end = System.nanoTime() + Polling.LIMIT.toNanos();
            while (seen.count() == 0) {
                // It turns cold between two rounds.
                source.poll(Polling.QUIET);
                assertTrue(System.nanoTime() < end, "nothing was told");
            }
            seen.assertOnly(Readiness.READABLE_BIT | Readiness.WRITABLE_BIT | Readiness.HANGUP_BIT);
        }
    }
}
