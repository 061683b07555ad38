package dev.vigil.poll;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.vigil.EventSource;
import dev.vigil.Interest;
import dev.vigil.contract.ChildJvm;
import dev.vigil.posix.Descriptors;
import dev.vigil.posix.PipeEnds;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The array when there is no memory for it. */
class PollArrayTest {
    @Test
    void changesThatFindNoMemoryAreMadeWhenThereIsSome() throws Exception {
        ChildJvm.Ended ended = ChildJvm.withTestClassPath()
                .optionsFromBuild()
                .options("-XX:MaxDirectMemorySize=2m")
                .run(Shortage.class);
        assertEquals("no memory, no memory, told of 500\n", ended.assertClean().out());
    }

    @Test
    void aSourceThatFindsNoMemoryLeavesNothingOpen() throws Exception {
        ChildJvm.Ended ended = ChildJvm.withTestClassPath()
                .optionsFromBuild()
                .options("-XX:MaxDirectMemorySize=2m")
                .run(Refusal.class);
        assertEquals(
                "no memory, no memory, nothing is left open\n",
                ended.assertClean().out());
    }

    /** Uses up the memory of the JVM outside its heap. */
    private static List<ByteBuffer> useUp() {
        List<ByteBuffer> all = new ArrayList<>();
        for (int size = 1 << 16; size >= 64; size /= 4) {
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

    /** What finds no memory twice. */
    @FunctionalInterface
    private interface Step {
        void run() throws IOException;
    }

    private static void failTwice(Step step) throws IOException {
        List<ByteBuffer> all = useUp();
        for (int i = 0; i < 2; i++) {
            try {
                step.run();
                System.out.print("memory is left among " + all.size() + " pieces, ");
            } catch (OutOfMemoryError e) {
                System.out.print("no memory, ");
            }
        }
    }

    /** Opens while there is no memory. */
    static final class Refusal {
        private Refusal() {}

        public static void main(String[] arguments) throws IOException {
            EventSource.open("poll").close();
            // The lowest number that is free tells whether one was taken meanwhile.
            int before = next();
            failTwice(() -> EventSource.open("poll").close());
            System.out.println(next() == before ? "nothing is left open" : "something is left open");
        }

        private static int next() throws IOException {
            int fd = Descriptors.duplicate(0);
            Descriptors.close(fd);
            return fd;
        }
    }

    /** Registers while the memory of the JVM outside its heap is used up. */
    static final class Shortage {
        private static final int MANY = 500;
        private static final int POLLS = 20;

        private Shortage() {}

        public static void main(String[] arguments) throws IOException {
            PipeEnds pipe = Descriptors.pipe();
            BitSet told = new BitSet();
            try (EventSource source = EventSource.open("poll")) {
                source.pollNow();
                for (int i = 0; i < MANY; i++) {
                    int place = i;
                    source.register(
                            Descriptors.duplicate(pipe.readEnd()),
                            Interest.READ,
                            (registration, ready) -> told.set(place));
                }
                failTwice(source::pollNow);
                Descriptors.write(pipe.writeEnd(), ByteBuffer.allocate(1));
                for (int i = 0; i < POLLS; i++) {
                    source.pollNow();
                }
                System.out.println("told of " + told.cardinality());
            }
        }
    }
}
