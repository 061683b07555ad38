package dev.vigil.posix;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * What a child inherits. The child is started with {@code posix_spawn}: {@link ProcessBuilder} closes everything in the
 * child itself, and would hide what is missing here.
 */
@ExtendWith(OpenDescriptors.class)
class CloseOnExecTest {

    public interface Spawn {
        // One Pointer among the six: see NativeLibrary.
        int posix_spawn(
                long pid,
                long path,
                jnr.ffi.Pointer actions,
                jnr.ffi.Pointer attributes,
                long arguments,
                long environment);

        int waitpid(int pid, long status, int options);
    }

    private static final int POINTERS = 64;
    private static final int STRINGS = 128;

    @TempDir
    private Path directory;

    @Test
    void aChildInheritsNothingThatWasOpenedHere() throws IOException {
        List<Integer> opened = new ArrayList<>();
        PipeEnds pipe = Descriptors.pipe();
        opened.addAll(List.of(pipe.readEnd(), pipe.writeEnd()));
        PipeEnds blockingPipe = Descriptors.pipe(false);
        opened.addAll(List.of(blockingPipe.readEnd(), blockingPipe.writeEnd()));
        SocketPair sockets = Sockets.pair();
        opened.addAll(List.of(sockets.first(), sockets.second()));
        int listener = Sockets.listen(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 1, false);
        int client = Sockets.connect(Sockets.localAddress(listener));
        Poll.untilReadable(listener);
        opened.addAll(List.of(listener, client, Sockets.accept(listener)));
        Pseudoterminal terminal = Pseudoterminal.open();
        opened.addAll(List.of(terminal.controller(), terminal.terminal()));
        opened.addAll(List.of(Descriptors.eventFd(0), Timers.open(), Descriptors.duplicate(listener)));
        Path fifo = directory.resolve("fifo");
        PosixFiles.makeFifo(fifo);
        int named = PosixFiles.open(fifo, FcntlConstants.O_RDONLY | FcntlConstants.O_NONBLOCK);
        opened.add(named);
        int inherited = Descriptors.duplicate(listener);
        Descriptors.setCloseOnExec(inherited, false);

        Map<Integer, String> here = OpenDescriptors.now();
        String child = descriptorsOfAChild();
        opened.add(inherited);
        for (int fd : opened) {
            Descriptors.close(fd);
        }

        assertTrue(child.contains(" " + inherited + " -> " + here.get(inherited) + "\n"), child);
        opened.remove(Integer.valueOf(inherited));
        for (int fd : opened) {
            // The number alone proves nothing: the child opens files of its own.
            String entry = " " + fd + " -> " + here.get(fd) + "\n";
            assertFalse(child.contains(entry), () -> entry + "in\n" + child);
        }
    }

    private String descriptorsOfAChild() throws IOException {
        Path output = directory.resolve("output");
        NativeMemory memory = NativeMemory.allocate(1024);
        ByteBuffer buffer = memory.buffer();
        int end = STRINGS;
        int pointers = POINTERS / 2;
        for (String argument : List.of("/bin/sh", "-c", "ls -l /proc/self/fd > " + output)) {
            byte[] bytes = argument.getBytes(StandardCharsets.UTF_8);
            buffer.put(end, bytes);
            buffer.putLong(pointers, memory.address() + end);
            pointers += Long.BYTES;
            end += bytes.length + 1;
        }
        long arguments = memory.address() + POINTERS / 2;
        long noEnvironment = memory.address() + pointers;
        Spawn libc = NativeLibrary.load(Spawn.class);
        assertEquals(
                0,
                libc.posix_spawn(memory.address(), memory.address() + STRINGS, null, null, arguments, noEnvironment));
        int pid = buffer.getInt(0);
        assertEquals(pid, libc.waitpid(pid, memory.address(), 0));
        assertEquals(0, buffer.getInt(0), "status of the child");
        return Files.readString(output);
    }
}
