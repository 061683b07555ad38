package dev.vigil.posix;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(OpenDescriptors.class)
class PosixFilesTest {

    @TempDir
    private Path directory;

    @Test
    void aNamedPipeConnectsTwoDescriptors() throws IOException {
        Path path = directory.resolve("a pipe");
        PosixFiles.makeFifo(path);
        int reader = PosixFiles.open(path, FcntlConstants.O_RDONLY | FcntlConstants.O_NONBLOCK);
        int writer = PosixFiles.open(path, FcntlConstants.O_WRONLY | FcntlConstants.O_NONBLOCK);
        assertEquals(3, Descriptors.write(writer, ByteBuffer.allocate(3)));
        assertEquals(3, Descriptors.read(reader, ByteBuffer.allocate(10)));
        Descriptors.close(writer);
        Descriptors.close(reader);
    }

    @Test
    void aWriterWithoutReaderIsRefused() throws IOException {
        Path path = directory.resolve("pipe");
        PosixFiles.makeFifo(path);
        ErrnoException e = assertThrows(
                ErrnoException.class, () -> PosixFiles.open(path, FcntlConstants.O_WRONLY | FcntlConstants.O_NONBLOCK));
        assertEquals("open(" + path + "): ENXIO (No such device or address)", e.getMessage());
        assertEquals(-1, e.fd());
    }

    @Test
    void aFileIsMadeForItsOwnerAndEmptied() throws IOException {
        Path path = directory.resolve("file");
        int flags = FcntlConstants.O_WRONLY | FcntlConstants.O_CREAT | FcntlConstants.O_TRUNC;
        int fd = PosixFiles.open(path, flags);
        Descriptors.write(fd, ByteBuffer.wrap(new byte[] {1, 2, 3}));
        Descriptors.close(fd);
        assertEquals(3, Files.size(path));
        assertEquals(
                "rw-------",
                java.nio.file.attribute.PosixFilePermissions.toString(Files.getPosixFilePermissions(path)));
        Descriptors.close(PosixFiles.open(path, flags));
        assertEquals(0, Files.size(path));
    }

    @Test
    void aPathLongerThanTheSystemTakesIsRefused() {
        Path path = directory.resolve("x".repeat(10_000));
        ErrnoException e = assertThrows(ErrnoException.class, () -> PosixFiles.open(path, FcntlConstants.O_RDONLY));
        assertEquals("ENAMETOOLONG", e.errnoName());
    }

    @Test
    void whatIsThereAlreadyIsNotMade() throws IOException {
        Path path = Files.createFile(directory.resolve("file"));
        ErrnoException e = assertThrows(ErrnoException.class, () -> PosixFiles.makeFifo(path));
        assertEquals("mkfifo(" + path + "): EEXIST (File exists)", e.getMessage());
    }

    /** Its text would name something else, or nothing, in the file system that the system knows. */
    @Test
    void aPathOfAnotherFileSystemIsRefusedByItsName() {
        Path foreign = FileSystems.getFileSystem(URI.create("jrt:/")).getPath("/modules/java.base");
        for (Executable call : List.<Executable>of(
                () -> PosixFiles.open(foreign, FcntlConstants.O_RDONLY), () -> PosixFiles.makeFifo(foreign))) {
            IllegalArgumentException e = assertThrows(IllegalArgumentException.class, call);
            assertTrue(e.getMessage().startsWith("/modules/java.base: a path of "), e::getMessage);
        }
    }
}
