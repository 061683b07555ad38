package dev.vigil.posix;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(OpenDescriptors.class)
class DescriptorStatusTest {

    @TempDir
    private Path directory;

    @Test
    void everyTypeIsKnown() throws IOException {
        int counter = Descriptors.eventFd(0);
        try (PipeEnds pipe = Descriptors.pipe();
                SocketPair sockets = Sockets.pair()) {
            assertEquals(
                    DescriptorType.FIFO, DescriptorStatus.of(pipe.readEnd()).type());
            assertEquals(
                    DescriptorType.SOCKET, DescriptorStatus.of(sockets.first()).type());
            assertEquals(DescriptorType.OTHER, DescriptorStatus.of(counter).type());
        } finally {
            Descriptors.close(counter);
        }
        assertEquals(DescriptorType.CHARACTER_DEVICE, typeOf(Path.of("/dev/null")));
        assertEquals(DescriptorType.DIRECTORY, typeOf(directory));
        assertEquals(DescriptorType.REGULAR, typeOf(Files.createFile(directory.resolve("file"))));
    }

    @Test
    void twoOfAKindAreToldApart() throws IOException {
        try (PipeEnds one = Descriptors.pipe();
                PipeEnds other = Descriptors.pipe();
                SocketPair sockets = Sockets.pair()) {
            assertNotEquals(DescriptorStatus.of(one.readEnd()), DescriptorStatus.of(other.readEnd()));
            assertNotEquals(DescriptorStatus.of(sockets.first()), DescriptorStatus.of(sockets.second()));
        }
    }

    @Test
    void aDuplicateIsTheSame() throws IOException {
        try (SocketPair sockets = Sockets.pair()) {
            int duplicate = Descriptors.duplicate(sockets.first());
            assertEquals(DescriptorStatus.of(sockets.first()), DescriptorStatus.of(duplicate));
            Descriptors.close(duplicate);
        }
    }

    @Test
    void inodeAndTypeAreThoseOfTheFile() throws IOException {
        Path file = Files.createFile(directory.resolve("file"));
        int fd = PosixFiles.open(file, FcntlConstants.O_RDONLY);
        try {
            assertEquals(
                    Files.getAttribute(file, "unix:ino"),
                    DescriptorStatus.of(fd).inode());
        } finally {
            Descriptors.close(fd);
        }
    }

    @Test
    void jnrPosixAgrees() throws IOException {
        int file = PosixFiles.open(Files.createFile(directory.resolve("file")), FcntlConstants.O_RDONLY);
        try (PipeEnds pipe = Descriptors.pipe();
                SocketPair sockets = Sockets.pair()) {
            for (int fd : new int[] {file, pipe.readEnd(), sockets.first()}) {
                DescriptorStatus status = DescriptorStatus.of(fd);
                DescriptorStatus other = DescriptorStatus.JnrStat.of(fd);
                assertEquals(status.type(), other.type());
                assertEquals(status.inode(), other.inode());
            }
        } finally {
            Descriptors.close(file);
        }
    }

    private static DescriptorType typeOf(Path path) throws IOException {
        int fd = PosixFiles.open(path, FcntlConstants.O_RDONLY);
        try {
            return DescriptorStatus.of(fd).type();
        } finally {
            Descriptors.close(fd);
        }
    }
}
