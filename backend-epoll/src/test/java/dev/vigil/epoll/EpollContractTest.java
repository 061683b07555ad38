package dev.vigil.epoll;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.vigil.EventSource;
import dev.vigil.Interest;
import dev.vigil.Registration;
import dev.vigil.Statistics;
import dev.vigil.contract.EventSourceContract;
import dev.vigil.contract.Fixture;
import dev.vigil.contract.Polling;
import dev.vigil.contract.RawSystem;
import dev.vigil.contract.Recorder;
import dev.vigil.contract.Rule;
import dev.vigil.posix.RawFixtures;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** The contract on epoll. */
class EpollContractTest implements EventSourceContract {
    @Override
    public Fixture fixture() {
        return RawFixtures.of("epoll");
    }

    @Rule({12, 20})
    @Test
    void theSetIsRebuiltWhenADuplicateKeepsAClosedDescriptorAlive() throws IOException {
        RawSystem raw = fixture().raw();
        int[] pipe = raw.pipe(true);
        int[] other = raw.pipe(true);
        try (EventSource source = open()) {
            raw.duplicateTo(pipe[0], NUMBER);
            Registration registration = source.register(NUMBER, Interest.READ, new Recorder());
            Recorder seen = new Recorder();
            source.register(other[0], Interest.READ.oneShot(), seen);
            raw.write(other[1], ByteBuffer.allocate(1));
            Polling.untilSeen(source, seen);
            raw.close(NUMBER);
            registration.cancel();
            raw.write(pipe[1], ByteBuffer.allocate(1));
            assertEquals(0, source.poll(Duration.ofMillis(100)));
            Statistics statistics = source.statistics();
            assertEquals(1, statistics.rebuilds(), statistics::toString);
            assertEquals(8, statistics.stale(), statistics::toString);
            assertEquals(1, seen.count(), "a one-shot that has fired stays silent in the new set");
        } finally {
            raw.closeAll(pipe);
            raw.closeAll(other);
        }
    }

    @Rule(12)
    @Test
    void theSetIsRebuiltWhenSeveralDuplicatesComeBackInTurn() throws IOException {
        RawSystem raw = fixture().raw();
        int[][] pipes = {raw.pipe(true), raw.pipe(true), raw.pipe(true)};
        try (EventSource source = open()) {
            for (int i = 0; i < pipes.length; i++) {
                raw.duplicateTo(pipes[i][0], NUMBER + i);
                Registration registration = source.register(NUMBER + i, Interest.READ, new Recorder());
                raw.close(NUMBER + i);
                registration.cancel();
                raw.write(pipes[i][1], ByteBuffer.allocate(1));
            }
            assertEquals(0, source.poll(Duration.ofMillis(100)));
            Statistics statistics = source.statistics();
            assertEquals(1, statistics.rebuilds(), statistics::toString);
        } finally {
            for (int[] pipe : pipes) {
                raw.closeAll(pipe);
            }
        }
    }

    @Rule(12)
    @Test
    void anExclusiveRegistrationOfAClosedDescriptorNeverTakesInTheNextFileOfItsNumber() throws IOException {
        RawSystem raw = fixture().raw();
        int[] first = raw.socketPair();
        int[] next = raw.socketPair();
        try (EventSource source = open()) {
            raw.duplicateTo(first[0], NUMBER);
            Recorder seen = new Recorder();
            Registration registration = source.register(NUMBER, Interest.READ.exclusive(), seen);
            raw.close(NUMBER);
            raw.duplicateTo(next[0], NUMBER);
            raw.write(next[1], ByteBuffer.allocate(1));
            assertThrows(IOException.class, () -> registration.update(Interest.WRITE.exclusive()));
            assertThrows(IOException.class, registration::rotate);
            assertEquals(0, source.pollNow());
            assertEquals(0, seen.count());
        } finally {
            raw.closeAll(NUMBER, first[0], first[1], next[0], next[1]);
        }
    }

    @Rule(3)
    @Test
    void aLevelUpdateIsOneCallAnExclusiveOneTwoAndOneThatMakesItExclusiveThree() throws IOException {
        RawSystem raw = fixture().raw();
        int[] pair = raw.socketPair();
        try (EventSource source = open()) {
            Registration registration = source.register(pair[0], Interest.READ, new Recorder());
            long before = source.statistics().controlCalls();
            registration.update(Interest.WRITE);
            assertEquals(1, source.statistics().controlCalls() - before);
            registration.update(Interest.READ.exclusive());
            assertEquals(4, source.statistics().controlCalls() - before);
            registration.update(Interest.WRITE.exclusive());
            assertEquals(6, source.statistics().controlCalls() - before);
            registration.rotate();
            assertEquals(8, source.statistics().controlCalls() - before);
        } finally {
            raw.closeAll(pair);
        }
    }
}
