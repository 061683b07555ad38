package dev.vigil.migrating;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vigil.Availability;
import dev.vigil.BackendUnavailableException;
import dev.vigil.EventSource;
import dev.vigil.Feature;
import dev.vigil.Interest;
import dev.vigil.contract.Recorder;
import java.io.IOException;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Settings that make no sense, and what those that do lead to. */
class SettingsTest {
    @AfterEach
    void clearProperties() {
        for (String name : new String[] {"hot", "cold", "threads", "policy"}) {
            System.clearProperty("dev.vigil.migrating." + name);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, Integer.MIN_VALUE, 1001, Integer.MAX_VALUE})
    void anAbsurdNumberOfThreadsIsRefused(int threads) {
        MigratingSettings.Builder builder = MigratingSettings.builder();
        String message = assertThrows(IllegalArgumentException.class, () -> builder.threads(threads))
                .getMessage();
        assertTrue(message.contains("between 0 and 1000"), message);
    }

    @Test
    void migratingOverMigratingIsRefused() {
        MigratingSettings.Builder builder = MigratingSettings.builder();
        assertThrows(IllegalArgumentException.class, () -> builder.hot("migrating"));
        assertThrows(IllegalArgumentException.class, () -> builder.cold("migrating(poll/epoll)"));
        assertThrows(IllegalArgumentException.class, () -> builder.cold(" "));
    }

    @Test
    void anUnknownDelegateIsToldWithTheListOfBackends() {
        MigratingBackend backend = MigratingBackend.with(
                Configurations.of("poll", "carrier-pigeon").build());
        Availability availability = backend.availability();
        assertFalse(availability.usable());
        assertTrue(availability.reason().contains("carrier-pigeon"), availability.reason());
        BackendUnavailableException failure = assertThrows(
                BackendUnavailableException.class,
                () -> EventSource.builder().backend(backend).open());
        assertTrue(failure.getMessage().contains("poll: available"), failure.getMessage());
    }

    @Test
    void propertiesChooseTheArrangement() {
        System.setProperty(MigratingSettings.HOT_PROPERTY, "nio");
        System.setProperty(MigratingSettings.THREADS_PROPERTY, "2");
        System.setProperty(MigratingSettings.POLICY_PROPERTY, "fixed:100");
        MigratingBackend backend = new MigratingBackend();
        assertTrue(backend.availability().usable());
        assertEquals(Set.of(Feature.CHANNELS), backend.features());
        assertEquals("migrating", backend.name());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"threads=many", "threads=-2", "policy=oracle", "policy=fixed:", "policy=fixed:0", "hot=migrating"
            })
    void aPropertyThatMakesNoSenseMakesTheBackendUnavailableAndIsNamed(String property) {
        String[] parts = property.split("=", 2);
        System.setProperty("dev.vigil.migrating." + parts[0], parts[1]);
        Availability availability = new MigratingBackend().availability();
        assertFalse(availability.usable());
        assertTrue(availability.reason().contains("dev.vigil.migrating"), availability.reason());
    }

    /** Whichever side is native: a registration that could not move would be of one side only. */
    @ParameterizedTest
    @CsvSource({"nio, nio", "nio, poll", "poll, nio", "nio, epoll", "epoll, nio"})
    void aRawDescriptorOverNioIsRefusedAtRegistration(String hot, String cold) throws IOException {
        MigratingBackend backend =
                MigratingBackend.with(Configurations.of(hot, cold).build());
        try (EventSource source = EventSource.builder().backend(backend).open()) {
            assertThrows(UnsupportedOperationException.class, () -> source.register(0, Interest.READ, new Recorder()));
        }
    }

    @Test
    void edgesAndExclusiveWakeUpsAreNotAmongTheFeatures() {
        MigratingBackend backend =
                MigratingBackend.with(Configurations.of("epoll", "epoll").build());
        assertFalse(backend.features().contains(Feature.EDGE));
        assertFalse(backend.features().contains(Feature.EXCLUSIVE));
        assertTrue(backend.features().contains(Feature.PRIORITY));
    }

    @Test
    void withoutThreadsAndWithoutAKernelQueueEverythingStaysHot() throws IOException {
        MigratingBackend backend = MigratingBackend.with(Configurations.of("poll", "poll")
                .threads(0)
                .policy(Policies.EAGER)
                .build());
        try (EventSource source = EventSource.builder().backend(backend).open()) {
            source.register(0, Interest.NONE, new Recorder());
            for (int i = 0; i < 10; i++) {
                source.pollNow();
            }
            assertEquals(0, source.statistics().demotions());
            assertEquals(1L, source.statistics().gauges().get("hot"));
        }
    }

    @Test
    void aHundredThreadsComeAndGo() throws IOException {
        MigratingBackend backend = MigratingBackend.with(
                Configurations.of("poll", "poll").threads(100).build());
        try (EventSource source = EventSource.builder().backend(backend).open()) {
            assertEquals(0, source.pollNow());
        }
        assertEquals(
                0,
                Thread.getAllStackTraces().keySet().stream()
                        .filter(thread -> thread.getName().startsWith("vigil-cold-"))
                        .count());
    }
}
