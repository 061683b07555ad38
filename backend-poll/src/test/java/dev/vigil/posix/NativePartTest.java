package dev.vigil.posix;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.vigil.contract.Ballast;
import dev.vigil.contract.ChildJvm;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** What is unpacked for jffi, where things are not as usual. */
@EnabledOnOs(OS.LINUX)
class NativePartTest {
    private static final int MOST = 600_000;
    private static final int STEP = 6_000;

    /** A field, for with the memory full no class can be loaded that would keep it. */
    @SuppressWarnings("UnusedVariable")
    private static volatile Object ballast;

    @Test
    void withoutAClassLoaderItIsFoundToo() throws Exception {
        String output = FreshJvm.run(List.of(
                "--enable-native-access=ALL-UNNAMED",
                "-Xbootclasspath/a:" + ChildJvm.testClassPath(),
                PipeProgram.class.getName()));
        assertEquals("a pipe" + System.lineSeparator() + "a pipe", output);
    }

    @Test
    void withoutMemoryNoDirectoryIsLeft(@TempDir Path directory) throws Exception {
        ChildJvm.withTestClassPath()
                .options("-Xmx24m", "-XX:+UseSerialGC", "-Djava.io.tmpdir=" + directory)
                .run(NativePartTest.class)
                .assertClean();
    }

    /** Fills the memory to a different degree for each attempt. */
    public static void main(String[] arguments) throws IOException {
        Path directory = Path.of(System.getProperty("java.io.tmpdir"));
        int refused = 0;
        unpack();
        for (int spare = 0; spare < MOST; spare += STEP) {
            ballast = Ballast.allBut(spare);
            try {
                unpack();
            } catch (OutOfMemoryError e) {
                refused++;
            }
            ballast = null;
            try (Stream<Path> left = Files.list(directory)) {
                List<Path> all = left.toList();
                if (!all.isEmpty()) {
                    throw new AssertionError("with " + spare + " bytes: left " + all);
                }
            }
        }
        if (refused < 5) {
            throw new AssertionError("there was memory enough, but for " + refused);
        }
    }

    private static void unpack() {
        NativePart part = NativePart.unpack();
        if (part == null) {
            throw new AssertionError("not unpacked");
        }
        part.close();
    }
}
