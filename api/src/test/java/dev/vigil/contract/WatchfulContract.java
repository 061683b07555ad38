package dev.vigil.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.vigil.EventSource;
import dev.vigil.Feature;
import dev.vigil.Interest;
import dev.vigil.Registration;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.text.MessageFormat;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.LockSupport;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;
import org.junit.jupiter.api.Test;

/** What a source notices of its own accord: loops that turn in vain, and handlers that take long. */
public interface WatchfulContract extends Contract {
    /** Collects what is logged while it is open, and keeps it from the console. */
    final class Log extends Handler implements AutoCloseable {
        private final Logger logger = Logger.getLogger("dev.vigil");
        private final ConcurrentLinkedQueue<String> messages = new ConcurrentLinkedQueue<>();

        Log() {
            logger.addHandler(this);
            logger.setUseParentHandlers(false);
        }

        @Override
        public void publish(LogRecord record) {
            messages.add(MessageFormat.format(record.getMessage(), record.getParameters()));
        }

        @Override
        public void flush() {}

        @Override
        public void close() {
            logger.setUseParentHandlers(true);
            logger.removeHandler(this);
        }
    }

    /** More than the source takes to find something suspicious, and to make sure. */
    int ENOUGH_POLLS = 13_000;

    @Rule(21)
    @Needs(Feature.READ_CLOSED)
    @EachKind({Trait.READ, Trait.END})
    default void aHangUpThatItsHandlerLeavesIsDiagnosedOnceByName(Kind kind) throws IOException {
        try (EventSource source = open();
                Link link = kind.open();
                Log log = new Log()) {
            Interest interest = Interest.READ.and(Interest.READ_CLOSED);
            Registration registration = link.register(source, interest, (ended, ready) -> {});
            link.closeFar();
            for (int i = 0; i < 25_000; i++) {
                assertEquals(1, source.poll());
            }
            assertEquals(1, log.messages.size(), log.messages::toString);
            String message = log.messages.peek();
            assertTrue(message.contains(name(registration)), message);
            assertTrue(message.contains("readClosed") || message.contains("hangup"), message);
        }
    }

    /** Whether it can be told how much of a stream waits to be read: the JDK says it of sockets only. */
    private boolean knowsWhatIsPending(Kind kind) {
        return fixture().has(Feature.DESCRIPTORS) || !kind.has(Trait.LOCAL);
    }

    @Rule(21)
    @EachKind({Trait.READ, Trait.STREAM})
    default void aHandlerThatNeverReadsIsDiagnosedOnceByName(Kind kind) throws IOException {
        assumeTrue(knowsWhatIsPending(kind), "nobody tells how much of this kind waits to be read");
        try (EventSource source = open();
                Link link = kind.open();
                Log log = new Log()) {
            Registration registration = link.register(source, Interest.READ, (unread, ready) -> {});
            link.send(ByteBuffer.allocate(4));
            Polling.until(source, () -> !log.messages.isEmpty(), () -> "the diagnosis");
            for (int i = 0; i < 1_000; i++) {
                source.poll();
            }
            assertEquals(1, log.messages.size(), log.messages::toString);
            String message = log.messages.peek();
            assertTrue(message.contains(name(registration)), message);
            assertTrue(message.contains("readable") && message.contains("Read what is there"), message);
        }
    }

    @Rule(21)
    @EachKind({Trait.READ, Trait.STREAM})
    default void aHandlerThatTakesALittleEachTimeIsNotDiagnosed(Kind kind) throws IOException {
        try (EventSource source = open();
                Link link = kind.open();
                Log log = new Log()) {
            int[] taken = new int[1];
            int sent = 0;
            ByteBuffer piece = ByteBuffer.allocate(4);
            ByteBuffer more = ByteBuffer.allocate(4_000);
            link.register(source, Interest.READ, (registration, ready) -> taken[0] += link.receive(piece.clear()));
            while (taken[0] < 4 * ENOUGH_POLLS) {
                if (sent - taken[0] < more.capacity()) {
                    sent += link.send(more.clear());
                }
                source.poll(Polling.LIMIT);
            }
            assertEquals(List.of(), List.copyOf(log.messages));
        }
    }

    /** A handler that takes all that there is, and is asked for by the next message: as fast as can be. */
    @Rule(21)
    @EachKind({Trait.READ, Trait.STREAM})
    default void aHandlerWhoseBytesAreReplacedAtOnceIsNotDiagnosed(Kind kind) throws IOException {
        try (EventSource source = open();
                Link link = kind.open();
                Log log = new Log()) {
            ByteBuffer piece = ByteBuffer.allocate(4);
            ByteBuffer answer = ByteBuffer.allocate(4);
            link.register(source, Interest.READ, (registration, ready) -> {
                link.receive(piece.clear());
                link.send(answer.clear());
            });
            link.send(answer.clear());
            for (int i = 0; i < ENOUGH_POLLS; i++) {
                source.poll();
            }
            assertEquals(List.of(), List.copyOf(log.messages));
        }
    }

    @Rule(21)
    @Needs(Feature.READ_CLOSED)
    @EachKind({Trait.READ, Trait.STREAM, Trait.END})
    default void whatIsReadLittleByLittleAfterTheWriterHungUpIsNotDiagnosed(Kind kind) throws IOException {
        int pieces = ENOUGH_POLLS;
        try (EventSource source = open();
                Link link = kind.open();
                Log log = new Log()) {
            ByteBuffer left = ByteBuffer.allocate(pieces * 4);
            int sent = 0;
            for (int more = link.send(left); more > 0; more = link.send(left)) {
                sent += more;
            }
            int all = sent;
            link.closeFar();
            int[] taken = new int[1];
            ByteBuffer piece = ByteBuffer.allocate(Math.max(1, sent / pieces));
            Interest interest = Interest.READ.and(Interest.READ_CLOSED);
            link.register(source, interest, (registration, ready) -> taken[0] += link.receive(piece.clear()));
            Polling.until(source, () -> taken[0] >= all, () -> "all bytes");
            assertEquals(List.of(), List.copyOf(log.messages));
        }
    }

    private static String name(Registration registration) {
        return registration.channel() == null
                ? "descriptor " + registration.fd()
                : registration.channel().toString();
    }

    @Rule(21)
    @Test
    default void aHandlerThatTakesLongIsToldToTheFlightRecorder() throws IOException {
        Duration threshold = Duration.ofMillis(20);
        Path file = Files.createTempFile("vigil", ".jfr");
        try (Recording recording = new Recording();
                EventSource source = fixture().builder().slowHandler(threshold).open();
                Link slow = fixture().kind(Trait.READ).open()) {
            recording.enable("dev.vigil.SlowHandler");
            recording.start();
            Recorder seen = new Recorder((registration, ready) -> hold(threshold));
            Registration watched = slow.register(source, Interest.READ.oneShot(), seen);
            slow.makeReadable();
            Polling.untilSeen(source, seen);
            recording.stop();
            recording.dump(file);
            List<RecordedEvent> events = RecordingFile.readAllEvents(file);
            assertEquals(1, events.size(), events::toString);
            RecordedEvent event = events.get(0);
            assertTrue(event.getDuration().compareTo(threshold) >= 0, event::toString);
            assertTrue(event.getString("descriptor").contains(Interest.READ.toString()), event::toString);
            assertTrue(event.getString("readiness").contains("readable"), event::toString);
            assertTrue(event.getClass("handler").getName().startsWith("dev.vigil.contract."), event::toString);
            assertEquals(1, watched.eventCount());
        } finally {
            Files.delete(file);
        }
    }

    /** Does nothing for longer than this. */
    private static void hold(Duration time) {
        long end = System.nanoTime() + 2 * time.toNanos();
        for (long left = 2 * time.toNanos(); left > 0; left = end - System.nanoTime()) {
            LockSupport.parkNanos(left);
        }
    }
}
