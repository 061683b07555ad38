package dev.vigil.posix;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** What a read that takes nothing means, by kind of descriptor. Sockets that pass messages are in {@link MessagesTest}. */
@ExtendWith(OpenDescriptors.class)
class EndOfInputTest {
    @TempDir
    private Path directory;

    @Test
    void aTerminalThatReadsWithoutWaitingIsQuietAndNotAtItsEnd() throws Exception {
        try (Pseudoterminal pty = Pseudoterminal.open()) {
            mode(pty, "raw", "-echo", "min", "0", "time", "0");
            ByteBuffer target = ByteBuffer.allocate(10);
            assertEquals(0, Descriptors.read(pty.terminal(), target));
            Descriptors.write(pty.controller(), ascii("abc"));
            assertEquals(3, Descriptors.read(pty.terminal(), target));
            assertEquals(0, Descriptors.read(pty.terminal(), target));
        }
    }

    @Test
    void aTerminalThatWasHungUpIsAtItsEndHoweverItReads() throws Exception {
        for (String min : new String[] {"0", "1"}) {
            Pseudoterminal pty = Pseudoterminal.open();
            try {
                mode(pty, "raw", "-echo", "min", min, "time", "0");
                Descriptors.close(pty.controller());
                assertEquals(-1, Descriptors.read(pty.terminal(), ByteBuffer.allocate(10)));
            } finally {
                Descriptors.close(pty.terminal());
            }
        }
    }

    @Test
    void anEndOfFileThatIsTypedIsAnEnd() throws Exception {
        try (Pseudoterminal pty = Pseudoterminal.open()) {
            mode(pty, "sane", "-echo");
            Descriptors.write(pty.controller(), ascii("last\n\4"));
            ByteBuffer target = ByteBuffer.allocate(10);
            assertEquals(5, Descriptors.read(pty.terminal(), target));
            assertEquals(-1, Descriptors.read(pty.terminal(), target));
            assertEquals(0, Descriptors.read(pty.terminal(), target), "and the terminal goes on");
        }
    }

    @Test
    void filesDevicesPipesAndStreamsEnd() throws IOException {
        ByteBuffer target = ByteBuffer.allocate(10);
        int file = PosixFiles.open(Files.createFile(directory.resolve("empty")), FcntlConstants.O_RDONLY);
        int device = PosixFiles.open(Path.of("/dev/null"), FcntlConstants.O_RDWR);
        PipeEnds pipe = Descriptors.pipe();
        SocketPair sockets = Sockets.pair();
        Descriptors.close(pipe.writeEnd());
        Descriptors.close(sockets.first());
        for (int fd : new int[] {file, device, pipe.readEnd(), sockets.second()}) {
            assertEquals(-1, Descriptors.read(fd, target));
            Descriptors.close(fd);
        }
    }

    /** By stty(1), which is there wherever there are terminals. */
    private static void mode(Pseudoterminal pty, String... settings) throws Exception {
        String[] command = new String[settings.length + 1];
        command[0] = "stty";
        System.arraycopy(settings, 0, command, 1, settings.length);
        Process stty = new ProcessBuilder(command)
                .redirectInput(pty.path().toFile())
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        assertEquals(0, stty.waitFor(), () -> String.join(" ", command));
    }

    private static ByteBuffer ascii(String text) {
        return ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII));
    }
}
