package dev.vigil.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.vigil.EventSource;
import dev.vigil.Feature;
import dev.vigil.Interest;
import dev.vigil.Readiness;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Waiting for one descriptor without a source. */
public interface AwaitContract extends Contract {
    /** A call to {@link EventSource#await}. */
    @FunctionalInterface
    interface Awaiting {
        Readiness await() throws IOException;
    }

    private Readiness await(int fd, Interest interest, Duration timeout) throws IOException {
        return fixture().backend().await(fd, interest, timeout.toNanos());
    }

    @Rule({8, 13})
    @Test
    @Needs(Feature.DESCRIPTORS)
    default void whatIsReadyIsToldAtOnce() throws IOException {
        RawSystem raw = fixture().raw();
        int[] pair = raw.socketPair();
        try {
            assertEquals(
                    Readiness.WRITABLE_BIT,
                    await(pair[0], Interest.WRITE, Polling.LIMIT).bits());
            raw.write(pair[1], ByteBuffer.allocate(1));
            assertEquals(
                    Readiness.READABLE_BIT,
                    await(pair[0], Interest.READ, Polling.LIMIT).bits());
            assertEquals(
                    Readiness.READABLE_BIT | Readiness.WRITABLE_BIT,
                    await(pair[0], Interest.READ.and(Interest.WRITE), Duration.ZERO)
                            .bits());
        } finally {
            raw.closeAll(pair);
        }
    }

    @Rule(13)
    @Test
    @Needs(Feature.DESCRIPTORS)
    default void nothingIsToldWhenTheTimeIsOverAndNeverEarly() throws IOException {
        RawSystem raw = fixture().raw();
        int[] pipe = raw.pipe(true);
        try {
            assertSame(Readiness.NONE, await(pipe[0], Interest.READ, Duration.ZERO));
            for (Duration timeout : List.of(Duration.ofNanos(100_000), Duration.ofMillis(20))) {
                long start = System.nanoTime();
                assertSame(Readiness.NONE, await(pipe[0], Interest.READ, timeout));
                long took = System.nanoTime() - start;
                assertTrue(took >= timeout.toNanos(), () -> timeout + " took " + took + " ns");
            }
        } finally {
            raw.closeAll(pipe);
        }
    }

    @Rule(9)
    @Test
    @Needs(Feature.DESCRIPTORS)
    default void theEndOfAPipeIsToldToWhoeverAwaits() throws IOException {
        RawSystem raw = fixture().raw();
        int[] pipe = raw.pipe(true);
        raw.close(pipe[1]);
        try {
            int expected = fixture().reported(Interest.READ, Readiness.READABLE_BIT | Readiness.HANGUP_BIT);
            assertEquals(expected, await(pipe[0], Interest.READ, Polling.LIMIT).bits());
        } finally {
            raw.close(pipe[0]);
        }
    }

    @Rule(17)
    @Test
    @Needs(Feature.DESCRIPTORS)
    default void anInterruptedThreadIsToldNothingAndStaysInterrupted() throws IOException {
        RawSystem raw = fixture().raw();
        int[] pipe = raw.pipe(true);
        try {
            Thread.currentThread().interrupt();
            assertSame(Readiness.NONE, await(pipe[0], Interest.READ, Polling.LIMIT));
            assertTrue(Thread.interrupted(), "the status is kept");
        } finally {
            raw.closeAll(pipe);
        }
    }

    @Rule(17)
    @Test
    @Needs(Feature.DESCRIPTORS)
    default void anInterruptEndsTheAwaitOfItsThreadAndNoOther() throws Exception {
        RawSystem raw = fixture().raw();
        int[] pipe = raw.pipe(true);
        try {
            Companion<Readiness> other = Companion.calling(() -> await(pipe[0], Interest.READ, Polling.LIMIT));
            for (int i = 0; i < 100; i++) {
                Companion<Boolean> interrupted = Companion.calling(() -> {
                    assertSame(Readiness.NONE, await(pipe[0], Interest.READ, Polling.LIMIT));
                    return Thread.interrupted();
                });
                if (i % 10 == 0) {
                    interrupted.awaitBlocked();
                }
                interrupted.thread().interrupt();
                assertTrue(interrupted.join(), "the status is kept");
            }
            assertFalse(other.isDone());
            raw.write(pipe[1], ByteBuffer.allocate(1));
            assertEquals(Readiness.READABLE_BIT, other.join().bits());
        } finally {
            raw.closeAll(pipe);
        }
    }

    @Rule(17)
    @Test
    @Needs(Feature.DESCRIPTORS)
    default void anInterruptedThreadIsStillToldWhatIsReadyAtOnce() throws IOException {
        RawSystem raw = fixture().raw();
        int[] pipe = raw.pipe(true);
        try {
            Thread.currentThread().interrupt();
            assertEquals(
                    Readiness.WRITABLE_BIT,
                    await(pipe[1], Interest.WRITE, Polling.LIMIT).bits());
            assertTrue(Thread.interrupted(), "the status is kept");
        } finally {
            raw.closeAll(pipe);
        }
    }

    /** Whatever poll(2) takes; to read or write is the business of the thread that waits, and of nobody else. */
    @Rule(7)
    @Test
    @Needs(Feature.DESCRIPTORS)
    default void whatIsAlwaysReadyAndWhatBlocksMayBeAwaited() throws IOException {
        RawSystem raw = fixture().raw();
        assumeTrue(raw.isOfTheMachine(), "made-up files are waited for by a source, which refuses these");
        int[] pipe = raw.pipe(false);
        Path path = Files.createTempFile("vigil", "");
        int file = raw.open(path);
        try {
            assertTrue(await(file, Interest.READ, Polling.LIMIT).isReadable());
            assertTrue(await(pipe[1], Interest.WRITE, Polling.LIMIT).isWritable());
        } finally {
            raw.closeAll(pipe);
            raw.close(file);
            Files.delete(path);
        }
    }

    @Rule({7, 18})
    @Test
    @Needs(Feature.DESCRIPTORS)
    default void anAwaitTakesNoDescriptor() throws Exception {
        assumeTrue(Files.isDirectory(Path.of("/proc/self/fd")), "needs /proc/self/fd");
        String name = fixture().backend().name();
        assumeTrue(
                EventSource.backends().stream()
                        .anyMatch(status -> status.name().equals(name)
                                && status.availability().usable()),
                "backend " + name + " is not found by its name");
        ChildJvm.Ended ended = ChildJvm.withTestClassPath()
                .optionsFromBuild()
                .descriptorLimit(300)
                .run(AwaitWithoutDescriptors.class, name);
        assertEquals("waited\n", ended.assertClean().out());
    }

    @Rule(7)
    @Test
    @Needs(Feature.DESCRIPTORS)
    default void aDescriptorThatCannotBeAwaitedIsRefused() throws IOException {
        RawSystem raw = fixture().raw();
        int[] pipe = raw.pipe(true);
        raw.duplicateTo(pipe[0], ReuseContract.NUMBER);
        raw.closeAll(ReuseContract.NUMBER, pipe[0], pipe[1]);
        IOException e =
                assertThrows(IOException.class, () -> await(ReuseContract.NUMBER, Interest.READ, Duration.ZERO));
        assertTrue(e.getMessage().contains("EBADF"), e::getMessage);
    }

    @Rule({7, 13})
    @Test
    default void anAwaitThatMakesNoSenseIsRefused() {
        Duration zero = Duration.ZERO;
        for (Awaiting call : List.<Awaiting>of(
                () -> EventSource.await(-1, Interest.READ, zero),
                () -> EventSource.await(0, Interest.NONE, zero),
                () -> EventSource.await(0, Interest.READ.edge(), zero),
                () -> EventSource.await(0, Interest.READ.oneShot(), zero),
                () -> EventSource.await(0, Interest.READ.exclusive(), zero),
                () -> EventSource.await(0, Interest.READ, Duration.ofNanos(-1)))) {
            assertThrows(IllegalArgumentException.class, call::await);
        }
    }

    @Rule(8)
    @Test
    @Needs(Feature.DESCRIPTORS)
    default void anAwaitWithoutANameFindsABackendThatTakesDescriptors() throws IOException {
        assumeTrue(
                EventSource.backends().stream()
                        .anyMatch(status -> status.features().contains(Feature.DESCRIPTORS)),
                "no backend that takes descriptors is to be found by name");
        RawSystem raw = fixture().raw();
        int[] pipe = raw.pipe(true);
        try {
            assertEquals(
                    Readiness.WRITABLE_BIT,
                    EventSource.await(pipe[1], Interest.WRITE, Polling.LIMIT).bits());
            assertSame(Readiness.NONE, EventSource.await(pipe[0], Interest.READ, Duration.ZERO));
        } finally {
            raw.closeAll(pipe);
        }
    }
}
