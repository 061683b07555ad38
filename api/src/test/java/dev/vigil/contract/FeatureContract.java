package dev.vigil.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vigil.EventSource;
import dev.vigil.Feature;
import dev.vigil.Interest;
import dev.vigil.Registration;
import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

/** What a backend lacks is refused by name; nothing degrades silently. */
public interface FeatureContract extends Contract {
    @Rule(1)
    @Test
    default void aSourceHasTheFeaturesOfItsBackend() throws IOException {
        try (EventSource source = open()) {
            assertEquals(fixture().features(), source.features());
            assertEquals(fixture().backend().name(), source.backend());
        }
    }

    @Rule({1, 7})
    @EachKind
    default void anInterestIsTakenWhereItsFeatureIsAndElseRefusedByName(Kind kind) throws IOException {
        Interest plain = kind.has(Trait.READ) ? Interest.READ : Interest.WRITE;
        for (Map.Entry<Feature, Interest> needed : Map.of(
                        Feature.EDGE, plain.edge(),
                        Feature.EXCLUSIVE, plain.exclusive(),
                        Feature.PRIORITY, plain.and(Interest.PRIORITY),
                        Feature.READ_CLOSED, plain.and(Interest.READ_CLOSED))
                .entrySet()) {
            if (fixture().has(needed.getKey())) {
                assertTaken(kind, plain, needed.getValue());
            } else {
                assertRefused(kind, plain, needed.getKey(), needed.getValue());
            }
        }
    }

    private void assertTaken(Kind kind, Interest plain, Interest interest) throws IOException {
        try (EventSource source = open();
                Link link = kind.open()) {
            link.register(source, interest, new Recorder()).cancel();
            link.register(source, plain, new Recorder()).update(interest);
        }
    }

    /** Refused when it is registered and when it is updated; what was registered stays as it was. */
    private void assertRefused(Kind kind, Interest plain, Feature feature, Interest interest) throws IOException {
        try (EventSource source = open();
                Link link = kind.open()) {
            assertRefused(feature, () -> link.register(source, interest, new Recorder()));
            Recorder seen = new Recorder();
            Registration registration = link.register(source, plain, seen);
            assertRefused(feature, () -> registration.update(interest));
            assertSame(plain, registration.interest());
            if (kind.has(Trait.READ)) {
                link.makeReadable();
            }
            Polling.untilSeen(source, seen);
        }
    }

    @Rule({1, 7})
    @Test
    default void aDescriptorIsRefusedByNameWhereTheFeatureIsMissing() throws IOException {
        try (EventSource source = open()) {
            if (!fixture().has(Feature.DESCRIPTORS)) {
                assertRefused(Feature.DESCRIPTORS, () -> source.register(0, Interest.READ, new Recorder()));
            }
            assertEquals(
                    fixture().has(Feature.DESCRIPTORS),
                    fixture().kinds().stream().anyMatch(kind -> kind.has(Trait.DESCRIPTOR)),
                    "the fixture has kinds of descriptors exactly if the backend takes them");
        }
    }

    @Rule({1, 7})
    @Test
    default void aChannelIsRefusedByNameWhereTheFeatureIsMissing() throws IOException {
        try (EventSource source = open();
                Link link = ChannelKinds.TCP.open()) {
            if (!fixture().has(Feature.CHANNELS)) {
                assertRefused(Feature.CHANNELS, () -> link.register(source, Interest.READ, new Recorder()));
            }
            assertEquals(
                    fixture().has(Feature.CHANNELS),
                    fixture().kinds().stream().anyMatch(kind -> kind.has(Trait.CHANNEL)),
                    "the fixture has kinds of channels exactly if the backend takes them");
        }
    }

    @Rule(1)
    @Test
    default void aSourceHasADescriptorOfItsOwnExactlyIfItNests() throws IOException {
        try (EventSource source = open()) {
            assertEquals(fixture().has(Feature.NESTING), source.fd().isPresent());
        }
    }

    private void assertRefused(Feature feature, Executable call) {
        UnsupportedOperationException e = assertThrows(UnsupportedOperationException.class, call);
        assertTrue(e.getMessage().contains("lacks the feature " + feature + ";"), e::getMessage);
        assertTrue(e.getMessage().contains("backend " + fixture().backend().name()), e::getMessage);
        assertTrue(e.getMessage().contains("backends that have it here: "), e::getMessage);
    }
}
