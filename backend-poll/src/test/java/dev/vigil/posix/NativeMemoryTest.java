package dev.vigil.posix;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.ByteOrder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NativeMemoryTest {

    @ParameterizedTest
    @ValueSource(ints = {1, 8, 63, 64, 65, 4096, 1_000_000})
    void aBlockIsAsLargeAsAskedZeroedAndAligned(int size) {
        NativeMemory memory = NativeMemory.allocate(size);
        assertEquals(size, memory.size());
        assertEquals(size, memory.buffer().capacity());
        assertEquals(0, memory.address() % 64);
        assertEquals(ByteOrder.nativeOrder(), memory.buffer().order());
        for (int i = 0; i < size; i++) {
            assertEquals(0, memory.buffer().get(i));
        }
    }

    @Test
    void theKernelAndTheBufferSeeTheSameBytes() throws IOException {
        NativeMemory memory = NativeMemory.allocate(100);
        int fd = Descriptors.eventFd(0);
        try {
            memory.buffer().putLong(40, 0x1122334455667788L);
            assertEquals(8, LibC.write(fd, memory.address() + 40, 8));
            assertEquals(8, LibC.read(fd, memory.address() + 80, 8));
            assertEquals(0x1122334455667788L, memory.buffer().getLong(80));
        } finally {
            Descriptors.close(fd);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, -1, Integer.MIN_VALUE})
    void aBlockOfNothingIsRefused(int size) {
        assertThrows(IllegalArgumentException.class, () -> NativeMemory.allocate(size));
    }
}
