package dev.vigil.posix;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.vigil.contract.ChildJvm;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What found no memory outside the heap when it was first used works as soon as there is some. */
class ShortageTest {
    @Test
    void whatFoundNoMemoryAtItsFirstUseWorksLater() throws Exception {
        ChildJvm.Ended ended = ChildJvm.withTestClassPath()
                .optionsFromBuild()
                .options("-XX:MaxDirectMemorySize=1m")
                .run(Program.class);
        assertEquals("""
                wake-up by a counter: no memory
                wake-up by a pipe: no memory
                witness: no memory
                wake-up by a counter: works
                wake-up by a pipe: works
                witness: works
                buffer: works
                nothing is left open
                """, ended.assertClean().out());
    }

    /** Uses each part for the first time while there is no memory, and again when there is. */
    static final class Program {
        private Program() {}

        /** A part of the floor. */
        @FunctionalInterface
        private interface Part {
            void use() throws IOException;
        }

        public static void main(String[] arguments) throws IOException {
            ByteBuffer direct = ByteBuffer.allocateDirect(1);
            int nowhere = PosixFiles.open(Path.of("/dev/null"), FcntlConstants.O_WRONLY);
            Map<Integer, String> before = OpenDescriptors.now();
            List<ByteBuffer> all = useUp();
            useParts();
            // Some JDKs need memory for this one the first time, and others never.
            attempt(() -> Descriptors.write(nowhere, direct));
            all.clear();
            useParts();
            System.out.println("buffer: " + attempt(() -> Descriptors.write(nowhere, direct)));
            System.out.println(
                    OpenDescriptors.now().equals(before) ? "nothing is left open" : "something is left open");
        }

        private static void useParts() throws IOException {
            System.out.println("wake-up by a counter: "
                    + attempt(() -> WakeUpDescriptor.open().close()));
            System.out.println("wake-up by a pipe: "
                    + attempt(() -> WakeUpDescriptor.openPipe().close()));
            System.out.println("witness: " + attempt(() -> FileWitness.open().close()));
        }

        private static String attempt(Part part) throws IOException {
            try {
                part.use();
                return "works";
            } catch (OutOfMemoryError e) {
                return "no memory";
            } catch (LinkageError e) {
                return e.toString();
            }
        }

        private static List<ByteBuffer> useUp() {
            List<ByteBuffer> all = new ArrayList<>();
            for (int size = 1 << 16; size >= 1; size /= 256) {
                fill(all, size);
            }
            return all;
        }

        private static void fill(List<ByteBuffer> all, int size) {
            try {
                while (true) {
                    all.add(ByteBuffer.allocateDirect(size));
                }
            } catch (OutOfMemoryError e) {
                // No piece of this size is left.
                return;
            }
        }
    }
}
