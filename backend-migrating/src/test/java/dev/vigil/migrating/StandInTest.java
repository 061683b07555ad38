package dev.vigil.migrating;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.vigil.EventSource;
import dev.vigil.Feature;
import dev.vigil.Interest;
import dev.vigil.contract.ChildJvm;
import dev.vigil.posix.Descriptors;
import dev.vigil.posix.PipeEnds;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.Pipe;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The backend that stands in for the preferred one while that cannot be had, for want of a directory for its native part here. */
class StandInTest {
    @TempDir
    Path directory;

    @Test
    void isForgottenAsSoonAsThePreferredBackendIsThere() throws Exception {
        Path missing = directory.resolve("missing");
        ChildJvm.Ended ended = ChildJvm.withTestClassPath()
                .optionsFromBuild()
                .options("-Djava.io.tmpdir=" + missing, "-Duser.dir=" + missing)
                .run(Program.class);
        assertEquals("", ended.err().replace("WARNING: java.io.tmpdir directory does not exist\n", ""));
        assertEquals("""
                takes descriptors: false
                a channel is told of
                takes descriptors: true
                a descriptor is told of
                the source from before tells of its channel
                """, ended.out());
    }

    /** Opens a source while the directory is missing, and another one when it is there. */
    static final class Program {
        private Program() {}

        public static void main(String[] arguments) throws IOException {
            MigratingBackend backend = new MigratingBackend();
            tellFeatures(backend);
            Pipe channels = Pipe.open();
            channels.source().configureBlocking(false);
            try (EventSource before = EventSource.builder().backend(backend).open()) {
                int[] told = new int[1];
                before.register(channels.source(), Interest.READ, (registration, ready) -> told[0]++);
                channels.sink().write(ByteBuffer.allocate(1));
                before.poll();
                System.out.println(told[0] == 1 ? "a channel is told of" : "nothing is told");
                Files.createDirectory(Path.of(System.getProperty("java.io.tmpdir")));
                tellFeatures(backend);
                tellOfADescriptor(backend);
                before.poll();
                System.out.println(told[0] == 2 ? "the source from before tells of its channel" : "nothing is told");
            }
        }

        private static void tellFeatures(MigratingBackend backend) {
            if (!backend.availability().usable()) {
                System.out.println(backend.availability().reason());
            }
            System.out.println("takes descriptors: " + backend.features().contains(Feature.DESCRIPTORS));
        }

        private static void tellOfADescriptor(MigratingBackend backend) throws IOException {
            try (PipeEnds pipe = Descriptors.pipe();
                    EventSource source = EventSource.builder().backend(backend).open()) {
                source.register(
                        pipe.readEnd(),
                        Interest.READ,
                        (registration, ready) -> System.out.println("a descriptor is told of"));
                Descriptors.write(pipe.writeEnd(), ByteBuffer.allocate(1));
                source.poll();
            }
        }
    }
}
