package dev.vigil.posix;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.kenai.jffi.Library;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import jnr.constants.platform.Signal;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** Calls that wait while signals arrive. */
@ExtendWith(OpenDescriptors.class)
@Timeout(60)
class InterruptedCallTest {

    private static final int SIGNAL = Signal.SIGUSR1.intValue();

    public interface Signals {
        long signal(int signal, long handler);

        int siginterrupt(int signal, int flag);

        int gettid();

        int getpid();

        int tgkill(int process, int thread, int signal);
    }

    private static final Signals LIBC = NativeLibrary.load(Signals.class);

    private long before;

    @BeforeEach
    void handleTheSignalWithoutRestart() {
        // A handler that does nothing: abs() of the signal number.
        long handler = Library.getDefault().getSymbolAddress("abs");
        before = LIBC.signal(SIGNAL, handler);
        LIBC.siginterrupt(SIGNAL, 1);
    }

    @AfterEach
    void restore() {
        LIBC.signal(SIGNAL, before);
    }

    @Test
    void aSignalEndsARawReadWithEintr() throws Exception {
        try (PipeEnds pipe = Descriptors.pipe(false)) {
            NativeMemory memory = NativeMemory.allocate(1);
            Interrupted<Integer> reader =
                    new Interrupted<>(() -> LibC.read(pipe.readEnd(), memory.address(), 1) < 0 ? Errno.last() : 0);
            reader.signalOnceWaiting();
            assertEquals("EINTR", Errno.name(reader.result()));
        }
    }

    @Test
    void aReadGoesOnAfterSignals() throws Exception {
        try (PipeEnds pipe = Descriptors.pipe(false)) {
            ByteBuffer target = ByteBuffer.allocateDirect(10);
            Interrupted<Integer> reader = new Interrupted<>(() -> Descriptors.read(pipe.readEnd(), target));
            for (int i = 0; i < 20; i++) {
                reader.signalOnceWaiting();
            }
            assertFalse(reader.isDone());
            Descriptors.write(pipe.writeEnd(), ByteBuffer.allocate(3));
            assertEquals(3, reader.result());
        }
    }

    @Test
    void aWriteGoesOnAfterSignals() throws Exception {
        int size = 1 << 20;
        try (PipeEnds pipe = Descriptors.pipe(false)) {
            ByteBuffer source = ByteBuffer.allocateDirect(size);
            Interrupted<Integer> writer = new Interrupted<>(() -> {
                while (source.hasRemaining()) {
                    assertTrue(Descriptors.write(pipe.writeEnd(), source) > 0);
                }
                return source.position();
            });
            for (int i = 0; i < 20; i++) {
                writer.signalOnceWaiting();
            }
            ByteBuffer target = ByteBuffer.allocate(size);
            while (target.hasRemaining()) {
                Descriptors.read(pipe.readEnd(), target);
            }
            assertEquals(size, writer.result());
        }
    }

    /** A thread that waits in the kernel and gets signals there. */
    private static final class Interrupted<T> {
        /** Their numbers on x86-64, and on aarch64; those of one are no calls that wait on the other. */
        private static final Set<String> READ_AND_WRITE = Set.of("0", "1", "63", "64");

        private final CompletableFuture<Integer> thread = new CompletableFuture<>();
        private final CompletableFuture<T> result;

        Interrupted(Callable<T> work) {
            result = Threads.call(() -> {
                thread.complete(LIBC.gettid());
                return work.call();
            });
        }

        void signalOnceWaiting() throws Exception {
            int id = Threads.result(thread);
            while (!isWaiting(id)) {
                Thread.onSpinWait();
            }
            assertEquals(0, LIBC.tgkill(LIBC.getpid(), id, SIGNAL));
        }

        boolean isDone() {
            return result.isDone();
        }

        T result() throws Exception {
            return Threads.result(result);
        }

        private static boolean isWaiting(int id) throws IOException {
            Path task = Path.of("/proc/self/task/" + id);
            String status = Files.readString(task.resolve("stat"));
            String call = Files.readString(task.resolve("syscall"));
            return status.charAt(status.lastIndexOf(')') + 2) == 'S' && READ_AND_WRITE.contains(call.split(" ", 2)[0]);
        }
    }
}
