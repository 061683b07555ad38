package dev.vigil.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vigil.EventSource;
import dev.vigil.Feature;
import dev.vigil.Interest;
import dev.vigil.Registration;
import java.io.IOException;
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
            String name = registration.channel() == null
                    ? "descriptor " + registration.fd()
                    : registration.channel().toString();
            assertTrue(message.contains(name), message);
            assertTrue(message.contains("readClosed") || message.contains("hangup"), message);
        }
    }

    @Rule(21)
    @Test
    default void aBusyDescriptorIsNotDiagnosed() throws IOException {
        try (EventSource source = open();
                Link link = fixture().kind(Trait.READ).open();
                Log log = new Log()) {
            link.register(source, Interest.READ, (registration, ready) -> {});
            link.makeReadable();
            for (int i = 0; i < 25_000; i++) {
                source.poll();
            }
            assertEquals(List.of(), List.copyOf(log.messages));
        }
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
