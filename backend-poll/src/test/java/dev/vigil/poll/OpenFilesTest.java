package dev.vigil.poll;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.vigil.EventSource;
import dev.vigil.Interest;
import dev.vigil.Readiness;
import dev.vigil.Registration;
import dev.vigil.contract.ChildJvm;
import dev.vigil.contract.Hoard;
import dev.vigil.contract.Polling;
import dev.vigil.contract.Recorder;
import dev.vigil.contract.ReuseContract;
import dev.vigil.posix.Descriptors;
import dev.vigil.posix.FcntlConstants;
import dev.vigil.posix.FileWitness;
import dev.vigil.posix.PosixFiles;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** What is told apart where poll(2) knows numbers only, and which files are taken. */
class OpenFilesTest {
    private static final int NUMBER = ReuseContract.NUMBER;

    private static int openAs(Path path, int flags, int number) throws IOException {
        int fd = PosixFiles.open(path, flags | FcntlConstants.O_NONBLOCK);
        Descriptors.duplicateTo(fd, number);
        Descriptors.close(fd);
        return number;
    }

    @Test
    void aNamedPipeOpenedAgainIsAnotherFileAlthoughItsInodeIsTheSame() throws IOException {
        assumeTrue(FileWitness.isPossible(), "device and inode are all that is known here");
        Path directory = Files.createTempDirectory("vigil");
        Path fifo = directory.resolve("fifo");
        PosixFiles.makeFifo(fifo);
        try (EventSource source = EventSource.open("poll")) {
            Recorder old = new Recorder();
            Recorder young = new Recorder();
            source.register(openAs(fifo, FcntlConstants.O_RDWR, NUMBER), Interest.READ, old);
            Registration same = source.register(openAs(fifo, FcntlConstants.O_RDWR, NUMBER), Interest.READ, young);
            assertThrows(IllegalStateException.class, () -> source.register(NUMBER, Interest.READ, old));
            assertTrue(same.isActive());
            Descriptors.write(NUMBER, ByteBuffer.allocate(1));
            Polling.untilSeen(source, young);
            assertEquals(0, old.count());
        } finally {
            Descriptors.close(NUMBER);
            Files.delete(fifo);
            Files.delete(directory);
        }
    }

    /** epoll takes no such device, so that nothing in the kernel remembers which opening of it was registered. */
    @Test
    void aDeviceThatIsAlwaysReadyCountsAsTheSameHoweverOftenItIsOpened() throws IOException {
        Path device = Path.of("/dev/null");
        assumeTrue(Files.isReadable(device), "needs a /dev/null");
        try (EventSource source = EventSource.open("poll")) {
            Recorder seen = new Recorder();
            int first = openAs(device, FcntlConstants.O_RDONLY, NUMBER);
            Registration registration = source.register(first, Interest.READ, seen);
            openAs(device, FcntlConstants.O_RDONLY, NUMBER);
            assertThrows(IllegalStateException.class, () -> source.register(NUMBER, Interest.READ, seen));
            openAs(Path.of("/dev/zero"), FcntlConstants.O_RDONLY, NUMBER);
            assertTrue(source.register(NUMBER, Interest.READ, seen).isActive(), "another device is told");
            assertFalse(registration.isActive());
        } finally {
            Descriptors.close(NUMBER);
        }
    }

    /** A file of sysfs that was opened and not read yet says that something has changed. */
    @Test
    void aFileOfTheKernelThatTellsOfChangesIsTakenAndAnotherOneIsRefused() throws IOException {
        Path attribute = Path.of("/sys/kernel/uevent_seqnum");
        assumeTrue(FileWitness.isPossible() && Files.isReadable(attribute), "needs Linux with sysfs");
        try (EventSource source = EventSource.open("poll")) {
            Recorder seen = new Recorder();
            source.register(openAs(attribute, FcntlConstants.O_RDONLY, NUMBER), Interest.PRIORITY, seen);
            Polling.untilSeen(source, seen);
            seen.assertOnly(Readiness.PRIORITY_BIT | Readiness.ERROR_BIT);
            Descriptors.read(NUMBER, ByteBuffer.allocate(100));
            Polling.assertSilent(source);
            openAs(Path.of("/proc/self/status"), FcntlConstants.O_RDONLY, NUMBER);
            IllegalArgumentException e = assertThrows(
                    IllegalArgumentException.class, () -> source.register(NUMBER, Interest.READ, new Recorder()));
            assertTrue(e.getMessage().contains("always ready"), e::getMessage);
        } finally {
            Descriptors.close(NUMBER);
        }
    }

    /** What was added meanwhile goes by device and inode; what comes later is told exactly. */
    @Test
    void theWitnessThatFoundNoDescriptorIsThereForWhatComesLater() throws Exception {
        assumeTrue(FileWitness.isPossible(), "device and inode are all that is known here");
        ChildJvm.Ended ended = ChildJvm.withTestClassPath()
                .optionsFromBuild()
                .descriptorLimit(300)
                .run(Shortage.class);
        assertEquals("""
                two counters, without a descriptor: witnessed false, false
                the same, with descriptors: witnessed true
                replaced: false, true
                nothing is left open
                """, ended.assertClean().out());
    }

    /** Adds counters, which all have the same inode. */
    static final class Shortage {
        private Shortage() {}

        public static void main(String[] arguments) throws IOException {
            int one = Descriptors.eventFd(0);
            int two = Descriptors.eventFd(0);
            // Loads what the calls and a refusal need, and lets the JDK open what it keeps for its channels.
            new Hoard().close();
            OpenFiles warm = new OpenFiles(0);
            warm.isReplaced(warm.add(one), one);
            warm.close();
            try {
                Descriptors.isNonBlocking(Integer.MAX_VALUE);
                throw new AssertionError("there is no such descriptor");
            } catch (IOException e) {
                run(one, two);
            }
        }

        private static void run(int one, int two) throws IOException {
            int before = next();
            OpenFiles files = new OpenFiles(0);
            Hoard hoard = new Hoard();
            boolean first = files.add(one).witnessed();
            boolean second = files.add(two).witnessed();
            hoard.close();
            System.out.println("two counters, without a descriptor: witnessed " + first + ", " + second);
            OpenFile later = files.add(two);
            System.out.println("the same, with descriptors: witnessed " + later.witnessed());
            boolean same = files.isReplaced(later, two);
            int other = Descriptors.eventFd(0);
            Descriptors.duplicateTo(other, two);
            Descriptors.close(other);
            System.out.println("replaced: " + same + ", " + files.isReplaced(later, two));
            files.close();
            System.out.println(next() == before ? "nothing is left open" : "something is left open");
        }

        private static int next() throws IOException {
            int fd = Descriptors.duplicate(0);
            Descriptors.close(fd);
            return fd;
        }
    }
}
