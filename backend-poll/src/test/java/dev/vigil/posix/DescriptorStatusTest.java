package dev.vigil.posix;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import jnr.ffi.Runtime;
import jnr.posix.LinuxFileStat64;
import jnr.posix.LinuxFileStatAARCH64;
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

    /** The function of older libraries, which newer ones have kept for programs that were linked with it. */
    @Test
    void theFunctionOfOlderLibrariesTellsTheSame() throws IOException {
        assumeTrue(LinuxStat.LAYOUT != null && hasOldFstat(), "needs glibc");
        try (PipeEnds pipe = Descriptors.pipe();
                Scratch memory = Scratch.take(LinuxStat.LAYOUT.size())) {
            assertEquals(0, LinuxStat.LAYOUT.oldFstat(pipe.readEnd(), memory.address()));
            assertEquals(DescriptorStatus.of(pipe.readEnd()), LinuxStat.LAYOUT.decode(memory.buffer()));
            assertEquals(-1, LinuxStat.LAYOUT.oldFstat(-1, memory.address()));
            assertEquals(Errno.EBADF, Errno.last());
        }
    }

    private static boolean hasOldFstat() {
        try {
            return LinuxStat.LAYOUT.oldFstat(-1, 0) < 0;
        } catch (UnsatisfiedLinkError e) {
            return false;
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

    /** Which may be longer: it counts what the header leaves unused differently. */
    @Test
    void theLayoutsAreThoseOfJnrPosix() {
        LinuxFileStat64.Layout x86 = new LinuxFileStat64.Layout(Runtime.getSystemRuntime());
        assertOffsets(LinuxStat.X86_64, x86.size(), x86.st_mode.offset(), x86.st_dev.offset(), x86.st_ino.offset());
        LinuxFileStatAARCH64.Layout generic = new LinuxFileStatAARCH64.Layout(Runtime.getSystemRuntime());
        assertOffsets(
                LinuxStat.GENERIC,
                generic.size(),
                generic.st_mode.offset(),
                generic.st_dev.offset(),
                generic.st_ino.offset());
    }

    private static void assertOffsets(LinuxStat stat, int size, long mode, long device, long inode) {
        assertTrue(stat.size() <= size, stat::toString);
        assertEquals(mode, stat.mode());
        assertEquals(device, stat.device());
        assertEquals(inode, stat.inode());
    }
}
