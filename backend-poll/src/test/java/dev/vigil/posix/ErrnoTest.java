package dev.vigil.posix;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.abort;

import java.lang.reflect.Field;
import org.junit.jupiter.api.Test;

class ErrnoTest {

    /** Of glibc 2.32. */
    public interface Strings {
        String strerrorname_np(int errno);

        String strerrordesc_np(int errno);
    }

    @Test
    void everyNameAndMeaningIsThatOfLibc() {
        Strings libc = NativeLibrary.load(Strings.class);
        try {
            libc.strerrorname_np(1);
        } catch (UnsatisfiedLinkError e) {
            abort("this libc does not tell the names of errors");
        }
        int known = 0;
        for (int errno = 1; errno < 200; errno++) {
            String name = libc.strerrorname_np(errno);
            if (name != null) {
                assertEquals(name, Errno.name(errno));
                assertEquals(libc.strerrordesc_np(errno), Errno.description(errno));
                known++;
            }
        }
        assertTrue(known > 100, known + " errors");
    }

    @Test
    void everyConstantHasTheNumberOfItsName() throws ReflectiveOperationException {
        for (Field constant : Errno.class.getFields()) {
            assertEquals(constant.getName(), Errno.name(constant.getInt(null)));
        }
    }

    @Test
    void anUnknownNumberIsShownAsSuch() {
        assertEquals("errno 4711", Errno.name(4711));
        assertEquals("Unknown error 4711", Errno.description(4711));
    }

    @Test
    void theLastErrorIsThatOfTheCallingThread() throws Exception {
        assertEquals(-1, LibC.close(-1));
        int other = Threads.result(Threads.call(() -> {
            LibC.functions().socket(-1, -1, -1);
            return Errno.last();
        }));
        assertEquals("EINVAL", Errno.name(other));
        assertEquals("EBADF", Errno.name(Errno.last()));
    }

    @Test
    void runningOutOfDescriptorsComesWithAdvice() {
        assertEquals(
                "pipe2(): EMFILE (Too many open files); close some, or raise the limit of the process (ulimit -n)",
                Errors.failure("pipe2", Errno.EMFILE).getMessage());
    }
}
