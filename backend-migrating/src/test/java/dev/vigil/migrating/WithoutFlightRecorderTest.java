package dev.vigil.migrating;

import dev.vigil.EventSource;
import dev.vigil.Interest;
import dev.vigil.contract.ChildJvm;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.Pipe;
import org.junit.jupiter.api.Test;

class WithoutFlightRecorderTest {
    @Test
    void descriptorsMoveWhereTheModuleOfTheFlightRecorderIsMissing() throws Exception {
        ChildJvm.withTestClassPath()
                .options("--limit-modules", "java.management")
                .run(Moving.class)
                .assertClean();
    }

    /** Polls until a descriptor has moved to the cold side and back. */
    static final class Moving {
        public static void main(String[] arguments) throws IOException {
            MigratingSettings settings =
                    Configurations.of("nio", "nio").policy(Policies.EAGER).build();
            Pipe pipe = Pipe.open();
            Pipe quiet = Pipe.open();
            pipe.source().configureBlocking(false);
            quiet.source().configureBlocking(false);
            try (EventSource source = EventSource.builder()
                    .backend(MigratingBackend.with(settings))
                    .open()) {
                source.register(pipe.source(), Interest.READ, (registration, ready) -> {});
                source.register(quiet.source(), Interest.READ, (registration, ready) -> {});
                while (source.statistics().demotions() == 0) {
                    source.pollNow();
                }
                pipe.sink().write(ByteBuffer.allocate(1));
                quiet.sink().write(ByteBuffer.allocate(1));
                while (source.statistics().promotions() == 0) {
                    source.poll();
                }
            }
        }
    }
}
