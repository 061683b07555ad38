package dev.vigil.posix;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(OpenDescriptors.class)
class PseudoterminalTest {

    @Test
    void aLineTypedIsReadAndEchoed() throws IOException {
        try (Pseudoterminal pty = Pseudoterminal.open()) {
            Descriptors.write(pty.controller(), ascii("ls\n"));
            Poll.untilReadable(pty.terminal());
            assertEquals(ascii("ls\n"), read(pty.terminal()));
            assertEquals(ascii("ls\r\n"), read(pty.controller()));
        }
    }

    @Test
    void halfALineIsNotReadYet() throws IOException {
        try (Pseudoterminal pty = Pseudoterminal.open()) {
            Descriptors.write(pty.controller(), ascii("l"));
            assertEquals(0, Descriptors.read(pty.terminal(), ByteBuffer.allocate(10)));
        }
    }

    @Test
    void bothSidesAreDevicesAndTheTerminalIsTheFileNamed() throws IOException {
        try (Pseudoterminal pty = Pseudoterminal.open()) {
            assertEquals(
                    DescriptorType.CHARACTER_DEVICE,
                    DescriptorStatus.of(pty.controller()).type());
            int again = PosixFiles.open(pty.path(), FcntlConstants.O_RDWR | FcntlConstants.O_NOCTTY);
            assertEquals(DescriptorStatus.of(pty.terminal()), DescriptorStatus.of(again));
            Descriptors.close(again);
        }
    }

    private static ByteBuffer ascii(String text) {
        return ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII));
    }

    private static ByteBuffer read(int fd) throws IOException {
        ByteBuffer target = ByteBuffer.allocate(100);
        Descriptors.read(fd, target);
        return target.flip();
    }
}
