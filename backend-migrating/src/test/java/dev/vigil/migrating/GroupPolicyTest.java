package dev.vigil.migrating;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vigil.EventSource;
import dev.vigil.loop.EventLoop;
import dev.vigil.loop.EventLoopGroup;
import dev.vigil.loop.Loops;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

/** Policies that keep a state: one for each loop of a group. */
class GroupPolicyTest {
    /** Remembers who asked, other than the thread that opened the source. */
    private static final class Remembering implements MigrationPolicy {
        private final Thread opener = Thread.currentThread();
        private final Set<String> askers = ConcurrentHashMap.newKeySet();

        @Override
        public long patience(MigrationCosts costs) {
            if (Thread.currentThread() != opener) {
                askers.add(Thread.currentThread().getName());
            }
            return 1;
        }

        @Override
        public long worth(MigrationCosts costs) {
            return 1;
        }
    }

    @Test
    void eachLoopOfAGroupHasAPolicyOfItsOwn() throws IOException {
        List<Remembering> made = new CopyOnWriteArrayList<>();
        MigratingSettings settings = MigratingSettings.builder()
                .policies(() -> {
                    Remembering policy = new Remembering();
                    made.add(policy);
                    return policy;
                })
                .build();
        try (EventLoopGroup group = EventLoop.builder()
                .name("own")
                .source(EventSource.builder().backend(MigratingBackend.with(settings)))
                .startGroup(3)) {
            // The first is that of the source that is opened to see if it works.
            assertEquals(4, made.size());
            for (int i = 0; i < 3; i++) {
                EventLoop loop = group.loops().get(i);
                Remembering policy = made.get(i + 1);
                Loops.until(
                        () -> {
                            loop.execute(() -> {});
                            return !policy.askers.isEmpty();
                        },
                        "a question of " + loop.name());
            }
            for (int i = 0; i < 3; i++) {
                assertEquals(Set.of("own-" + i), made.get(i + 1).askers);
            }
        }
    }

    @Test
    void aMakerThatMakesNoneIsToldOf() {
        MigratingSettings settings =
                MigratingSettings.builder().policies(() -> null).build();
        Exception refused = assertThrows(
                Exception.class,
                () -> EventSource.builder()
                        .backend(MigratingBackend.with(settings))
                        .open()
                        .close());
        assertTrue(refused.getMessage().contains("the maker of policies has to make one"), refused::getMessage);
    }
}
