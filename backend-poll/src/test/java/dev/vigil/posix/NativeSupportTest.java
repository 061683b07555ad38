package dev.vigil.posix;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class NativeSupportTest {

    @Test
    void anUnknownSystemIsRefusedWithTheSameWordsEveryTime() throws Exception {
        String line = "no native calls on Plan 9 mips: its constants are not known here; the backend nio needs none";
        assertEquals(line + System.lineSeparator() + line, run("-Dos.name=Plan 9", "-Dos.arch=mips"));
    }

    @Test
    void aProcessorWithoutNativePartIsRefusedInOneLine() throws Exception {
        String[] lines = run("-Dos.arch=vax").split("\\R", -1);
        assertEquals(2, lines.length);
        assertEquals(lines[0], lines[1]);
        assertTrue(lines[0].startsWith("no native calls on Linux vax: "), lines[0]);
        assertTrue(lines[0].endsWith("; the backend nio needs none"), lines[0]);
    }

    @Test
    void hereAPipeIsAPipe() throws Exception {
        assertEquals("a pipe" + System.lineSeparator() + "a pipe", run("-Dunused=true"));
    }

    private static String run(String... flags) throws Exception {
        List<String> arguments = new ArrayList<>(List.of(flags));
        arguments.addAll(List.of("--enable-native-access=ALL-UNNAMED", "-cp", System.getProperty("java.class.path")));
        arguments.add(PipeProgram.class.getName());
        return FreshJvm.run(arguments);
    }
}
