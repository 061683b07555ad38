package dev.vigil.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vigil.ClosedEventSourceException;
import dev.vigil.EventSource;
import dev.vigil.EventSourceBuilder;
import dev.vigil.Interest;
import dev.vigil.Registration;
import dev.vigil.spi.Settings;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

/** Calls at the wrong time or with numbers that make no sense. */
public interface MisuseContract extends Contract {
    @Rule(18)
    @EachKind
    default void aClosedSourceTakesNoCalls(Kind kind) throws IOException {
        Interest interest = kind.has(Trait.READ) ? Interest.READ : Interest.WRITE;
        try (Link link = kind.open();
                Link other = kind.open()) {
            EventSource source = open();
            Registration registration = link.register(source, interest, new Recorder());
            assertTrue(source.isOpen());
            source.close();
            source.close();
            assertFalse(source.isOpen());
            assertFalse(registration.isActive());
            for (Executable call : List.<Executable>of(
                    () -> other.register(source, interest, new Recorder()),
                    source::poll,
                    source::pollNow,
                    () -> source.poll(1),
                    () -> source.poll(Duration.ZERO),
                    source::wakeup,
                    source::fd,
                    () -> registration.update(Interest.NONE),
                    registration::rearm,
                    registration::rotate)) {
                assertThrows(ClosedEventSourceException.class, call);
            }
            registration.cancel();
            assertNotNull(source.statistics());
            assertEquals(fixture().backend().name(), source.backend());
        }
    }

    @Rule(16)
    @EachKind(Trait.READ)
    default void aHandlerMayNotPollItsOwnSourceButAnother(Kind kind) throws IOException {
        try (EventSource source = open();
                EventSource other = open();
                Link link = kind.open()) {
            List<IllegalStateException> thrown = new ArrayList<>();
            Recorder seen = new Recorder((registration, ready) -> {
                for (Executable call : List.<Executable>of(
                        source::poll, source::pollNow, () -> source.poll(1), () -> source.poll(Duration.ZERO))) {
                    thrown.add(assertThrows(IllegalStateException.class, call));
                }
                assertEquals(0, other.pollNow());
            });
            link.register(source, Interest.READ, seen);
            link.makeReadable();
            Polling.untilSeen(source, seen);
            assertEquals(4, thrown.size());
            for (IllegalStateException e : thrown) {
                assertTrue(e.getMessage().contains("may not poll its own source"), e::getMessage);
            }
            seen.clear();
            thrown.clear();
            Polling.untilSeen(source, seen);
        }
    }

    @Rule(13)
    @Test
    default void aNegativeTimeoutIsRefused() throws IOException {
        try (EventSource source = open()) {
            for (Executable call : List.<Executable>of(
                    () -> source.poll(-1),
                    () -> source.poll(Long.MIN_VALUE),
                    () -> source.poll(Duration.ofNanos(-1)),
                    () -> source.poll(Duration.ofSeconds(Long.MIN_VALUE)))) {
                IllegalArgumentException e = assertThrows(IllegalArgumentException.class, call);
                assertTrue(e.getMessage().contains("poll() waits for ever"), e::getMessage);
            }
        }
    }

    @Rule(14)
    @Test
    default void aBatchSizeOutOfRangeIsRefused() {
        EventSourceBuilder builder = fixture().builder();
        for (int size : new int[] {0, -1, Integer.MIN_VALUE, Settings.MAX_BATCH + 1}) {
            IllegalArgumentException e = assertThrows(IllegalArgumentException.class, () -> builder.batchSize(size));
            assertTrue(e.getMessage().contains("between 1 and " + Settings.MAX_BATCH), e::getMessage);
        }
    }

    @Rule({13, 21})
    @Test
    default void aNegativeSpinTimeOrThresholdIsRefused() {
        EventSourceBuilder builder = fixture().builder();
        assertThrows(IllegalArgumentException.class, () -> builder.spin(Duration.ofNanos(-1)));
        assertThrows(IllegalArgumentException.class, () -> builder.slowHandler(Duration.ofNanos(-1)));
    }

    @Rule(6)
    @EachKind
    default void aCancelledRegistrationStaysCancelledWhenItsDescriptorIsRegisteredAnew(Kind kind) throws IOException {
        Interest interest = kind.has(Trait.READ) ? Interest.READ : Interest.WRITE;
        try (EventSource source = open();
                Link link = kind.open()) {
            Registration old = link.register(source, interest, new Recorder());
            old.cancel();
            Registration young = link.register(source, interest.oneShot(), new Recorder());
            assertThrows(IllegalStateException.class, () -> old.update(interest));
            assertThrows(IllegalStateException.class, old::rearm);
            old.cancel();
            assertFalse(old.isActive());
            assertTrue(young.isActive());
        }
    }
}
