package dev.vigil.posix;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import jnr.ffi.Pointer;
import org.junit.jupiter.api.Test;

class NativeLibraryTest {

    public interface Missing {
        int no_such_function_here(int argument);
    }

    public interface SixIntegers {
        long splice(int from, long offset, int to, long offsetTo, long count, int flags);
    }

    public interface Format {
        int snprintf(long target, long size, long format, long first, long second, Pointer third);
    }

    public interface Five {
        int snprintf(long target, long size, long format, long first, long second);
    }

    @Test
    void aMissingFunctionHarmsOnlyWhoCallsIt() {
        Missing missing = NativeLibrary.load(Missing.class);
        assertThrows(UnsatisfiedLinkError.class, () -> missing.no_such_function_here(1));
    }

    @Test
    void aMissingLibraryIsReportedAtOnce() {
        assertThrows(UnsatisfiedLinkError.class, () -> NativeLibrary.load(Missing.class, "no-such-library-here"));
    }

    @Test
    void sixIntegersAreRefused() {
        IllegalArgumentException e =
                assertThrows(IllegalArgumentException.class, () -> NativeLibrary.load(SixIntegers.class));
        assertTrue(e.getMessage().startsWith("splice: "), e.getMessage());
    }

    @Test
    void fiveIntegersArriveInOrder() {
        NativeMemory memory = format("%ld %ld");
        int length = NativeLibrary.load(Five.class).snprintf(memory.address(), 64, memory.address() + 64, 11, 22);
        assertEquals("11 22", text(memory, length));
    }

    @Test
    void sixArgumentsArriveInOrderIfOneIsAPointer() {
        NativeMemory memory = format("%ld %ld %ld");
        Pointer third = Pointer.wrap(jnr.ffi.Runtime.getSystemRuntime(), 33);
        int length =
                NativeLibrary.load(Format.class).snprintf(memory.address(), 64, memory.address() + 64, 11, 22, third);
        assertEquals("11 22 33", text(memory, length));
    }

    private static NativeMemory format(String format) {
        NativeMemory memory = NativeMemory.allocate(128);
        memory.buffer().put(64, format.getBytes(StandardCharsets.US_ASCII));
        return memory;
    }

    private static String text(NativeMemory memory, int length) {
        byte[] bytes = new byte[length];
        memory.buffer().get(0, bytes);
        return new String(bytes, StandardCharsets.US_ASCII);
    }
}
