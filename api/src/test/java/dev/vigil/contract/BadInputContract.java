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
import dev.vigil.Registration;
import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SelectableChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

/** Descriptors, channels and interests that are refused: each with its exception, and a message that says what to do. */
public interface BadInputContract extends Contract {
    /** Asserts what is thrown, and what its message says. */
    private static void assertRefused(Class<? extends Exception> type, String message, Executable call) {
        Exception e = assertThrows(type, call);
        assertTrue(e.getMessage() != null && e.getMessage().contains(message), () -> "message: " + e.getMessage());
    }

    @Rule(7)
    @Test
    default void aNegativeDescriptorIsRefused() throws IOException {
        try (EventSource source = open()) {
            for (int fd : new int[] {-1, -2, Integer.MIN_VALUE}) {
                assertRefused(
                        IllegalArgumentException.class,
                        "descriptor " + fd + " is none",
                        () -> source.register(fd, Interest.READ, new Recorder()));
            }
        }
    }

    @Rule(7)
    @Test
    @Needs(Feature.DESCRIPTORS)
    default void aClosedDescriptorIsRefused() throws IOException {
        RawSystem raw = fixture().raw();
        int[] pipe = raw.pipe(true);
        try (EventSource source = open()) {
            raw.duplicateTo(pipe[0], ReuseContract.NUMBER);
            raw.close(ReuseContract.NUMBER);
            for (Interest interest : List.of(Interest.READ, Interest.WRITE, Interest.NONE)) {
                assertRefused(
                        IOException.class,
                        "EBADF",
                        () -> source.register(ReuseContract.NUMBER, interest, new Recorder()));
            }
            // Nothing of it stays behind.
            raw.duplicateTo(pipe[0], ReuseContract.NUMBER);
            source.register(ReuseContract.NUMBER, Interest.READ, new Recorder());
        } finally {
            raw.closeAll(pipe);
            raw.close(ReuseContract.NUMBER);
        }
    }

    @Rule(7)
    @Test
    @Needs(Feature.DESCRIPTORS)
    default void aBlockingDescriptorIsRefusedForWrite() throws IOException {
        RawSystem raw = fixture().raw();
        int[] pipe = raw.pipe(false);
        try (EventSource source = open()) {
            assertRefused(
                    IllegalArgumentException.class,
                    "blocking",
                    () -> source.register(pipe[1], Interest.WRITE, new Recorder()));
            Recorder seen = new Recorder();
            Registration registration = source.register(pipe[0], Interest.READ, seen);
            assertRefused(
                    IllegalArgumentException.class,
                    "blocking",
                    () -> registration.update(Interest.READ.and(Interest.WRITE)));
            assertSame(Interest.READ, registration.interest());
            raw.write(pipe[1], java.nio.ByteBuffer.allocate(1));
            Polling.untilSeen(source, seen);
        } finally {
            raw.closeAll(pipe);
        }
    }

    @Rule(7)
    @Test
    @Needs(Feature.DESCRIPTORS)
    default void aRegularFileAndADirectoryAreRefused() throws IOException {
        RawSystem raw = fixture().raw();
        Path file = Files.createTempFile("vigil", "");
        int regular = raw.open(file);
        int directory = raw.open(file.getParent());
        try (EventSource source = open()) {
            for (int fd : new int[] {regular, directory}) {
                assertRefused(
                        IllegalArgumentException.class,
                        "always ready",
                        () -> source.register(fd, Interest.READ, new Recorder()));
            }
        } finally {
            raw.closeAll(regular, directory);
            Files.delete(file);
        }
    }

    /** A regular file by its mode. What it tells is seen when something is mounted; here it only is taken, and is readable. */
    @Rule(7)
    @Test
    @Needs({Feature.DESCRIPTORS, Feature.PRIORITY})
    default void aFileOfTheKernelThatTellsOfItsChangesIsTaken() throws IOException {
        Path mounts = Path.of("/proc/self/mounts");
        assumeTrue(Files.isReadable(mounts), "needs Linux with procfs");
        assumeTrue(fixture().raw().isOfTheMachine(), "a made-up kernel has no such file");
        int fd = fixture().raw().open(mounts);
        try (EventSource source = open()) {
            Recorder seen = new Recorder();
            Registration registration = source.register(fd, Interest.PRIORITY, seen);
            Polling.assertSilent(source);
            registration.update(Interest.READ.and(Interest.PRIORITY));
            Polling.untilSeen(source, seen);
            seen.assertOnly(Readiness.READABLE_BIT);
        } finally {
            fixture().raw().close(fd);
        }
    }

    @Rule(7)
    @Test
    @Needs(Feature.NESTING)
    default void aSourceCannotWatchItself() throws IOException {
        try (EventSource source = open()) {
            assertRefused(
                    IllegalArgumentException.class,
                    "cannot watch itself",
                    () -> source.register(source.fd().getAsInt(), Interest.READ, new Recorder()));
        }
    }

    @Rule(7)
    @Test
    @Needs(Feature.CHANNELS)
    default void aBlockingChannelIsRefused() throws IOException {
        try (EventSource source = open();
                SocketChannel blocking = SocketChannel.open()) {
            assertRefused(
                    IllegalArgumentException.class,
                    "call configureBlocking(false)",
                    () -> source.register(blocking, Interest.READ, new Recorder()));
        }
    }

    @Rule(7)
    @Test
    @Needs(Feature.CHANNELS)
    default void aClosedChannelIsRefused() throws IOException {
        try (EventSource source = open();
                SocketChannel closed = SocketChannel.open()) {
            closed.configureBlocking(false);
            close(closed);
            assertThrows(ClosedChannelException.class, () -> source.register(closed, Interest.READ, new Recorder()));
        }
    }

    private static void close(SelectableChannel channel) throws IOException {
        channel.close();
    }

    @Rule(7)
    @Test
    @Needs(Feature.CHANNELS)
    default void aChannelOfAForeignProviderIsRefused() throws IOException {
        try (EventSource source = open();
                SelectableChannel foreign = new ForeignChannel()) {
            foreign.configureBlocking(false);
            assertRefused(
                    IllegalArgumentException.class,
                    "Foreign",
                    () -> source.register(foreign, Interest.READ, new Recorder()));
        }
    }

    @Rule(7)
    @Test
    @Needs(Feature.CHANNELS)
    default void aDirectionThatAChannelDoesNotHaveIsRefused() throws IOException {
        try (EventSource source = open();
                Link sink = ChannelKinds.PIPE_SINK.open();
                Link reader = ChannelKinds.PIPE_SOURCE.open();
                Link listener = ChannelKinds.LISTENER.open()) {
            assertRefused(
                    IllegalArgumentException.class,
                    "cannot be read: ask for WRITE",
                    () -> sink.register(source, Interest.READ, new Recorder()));
            for (Link link : List.of(reader, listener)) {
                assertRefused(
                        IllegalArgumentException.class,
                        "cannot be written: ask for READ",
                        () -> link.register(source, Interest.WRITE, new Recorder()));
                Registration registration = link.register(source, Interest.READ, new Recorder());
                assertThrows(IllegalArgumentException.class, () -> registration.update(Interest.WRITE));
                assertSame(Interest.READ, registration.interest());
            }
        }
    }

    @Rule(7)
    @EachKind
    default void aModeWithoutADirectionIsRefused(Kind kind) throws IOException {
        try (EventSource source = open();
                Link link = kind.open()) {
            Interest interest = kind.has(Trait.READ) ? Interest.READ : Interest.WRITE;
            for (Interest mode : List.of(Interest.NONE.edge(), Interest.NONE.oneShot(), Interest.NONE.exclusive())) {
                assertRefused(
                        IllegalArgumentException.class,
                        "has a mode but no direction",
                        () -> link.register(source, mode, new Recorder()));
                Registration registration = link.register(source, interest, new Recorder());
                assertRefused(
                        IllegalArgumentException.class, "has a mode but no direction", () -> registration.update(mode));
                assertSame(interest, registration.interest());
                registration.cancel();
            }
        }
    }

    @Rule(7)
    @EachKind
    default void aHandlerThatIsNullIsRefused(Kind kind) throws IOException {
        try (EventSource source = open();
                Link link = kind.open()) {
            assertRefused(NullPointerException.class, "handler", () -> link.register(source, Interest.NONE, null));
        }
    }

    @Rule(7)
    @Test
    default void aChannelOrAnInterestThatIsNullIsRefused() throws IOException {
        try (EventSource source = open()) {
            assertRefused(
                    NullPointerException.class, "channel", () -> source.register(null, Interest.READ, new Recorder()));
            assertRefused(NullPointerException.class, "interest", () -> source.register(0, null, new Recorder()));
        }
    }

    @Rule(7)
    @EachKind
    default void whatWasRefusedCanBeRegisteredProperlyAfterwards(Kind kind) throws IOException {
        Interest interest = kind.has(Trait.READ) ? Interest.READ : Interest.WRITE;
        try (EventSource source = open();
                Link link = kind.open()) {
            assertThrows(
                    IllegalArgumentException.class,
                    () -> link.register(source, interest.exclusive().oneShot(), new Recorder()));
            Recorder seen = new Recorder();
            Registration registration = link.register(source, interest, seen);
            assertTrue(registration.isActive());
            if (kind.has(Trait.READ)) {
                link.makeReadable();
            }
            Polling.untilSeen(source, seen);
            registration.cancel();
            assertFalse(registration.isActive());
            assertEquals(0, source.pollNow());
        }
    }
}
