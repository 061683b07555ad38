package dev.vigil.posix;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.lang.reflect.Method;
import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Buffers over memory that may be freed under them: those of {@code java.lang.foreign.Arena}, JDK 22. */
@ExtendWith(OpenDescriptors.class)
class ArenaTest {

    private static final String[] CLOSEABLE = {"ofConfined", "ofShared"};

    @BeforeEach
    void arenas() {
        assumeTrue(java.lang.Runtime.version().feature() >= 22, "arenas came with JDK 22");
    }

    private static AutoCloseable arena(String kind) throws Exception {
        return (AutoCloseable)
                Class.forName("java.lang.foreign.Arena").getMethod(kind).invoke(null);
    }

    private static ByteBuffer buffer(AutoCloseable arena, long size) throws Exception {
        Method allocate = Class.forName("java.lang.foreign.SegmentAllocator").getMethod("allocate", long.class);
        Object segment = allocate.invoke(arena, size);
        return (ByteBuffer) Class.forName("java.lang.foreign.MemorySegment")
                .getMethod("asByteBuffer")
                .invoke(segment);
    }

    @ParameterizedTest
    @ValueSource(strings = {"ofConfined", "ofShared", "ofAuto", "global"})
    void aBufferOfAnArenaIsReadAndWrittenLikeAnyOther(String kind) throws Exception {
        AutoCloseable arena = arena(kind);
        try (PipeEnds pipe = Descriptors.pipe()) {
            ByteBuffer buffer = buffer(arena, 200_000);
            buffer.put(0, new byte[] {9, 1, 2, 3, 9}).position(1).limit(4);
            assertEquals(3, Descriptors.write(pipe.writeEnd(), buffer));
            assertEquals(4, buffer.position());
            ByteBuffer target = buffer(arena, 10);
            target.position(2);
            assertEquals(3, Descriptors.read(pipe.readEnd(), target));
            assertEquals(5, target.position());
            assertEquals(
                    ByteBuffer.wrap(new byte[] {0, 0, 1, 2, 3, 0}),
                    target.position(0).limit(6));
        }
    }

    @Test
    void aBufferOfAClosedArenaIsRefusedAndNothingIsTaken() throws Exception {
        for (String kind : CLOSEABLE) {
            try (PipeEnds pipe = Descriptors.pipe()) {
                AutoCloseable arena = arena(kind);
                ByteBuffer buffer = buffer(arena, 8);
                ByteBuffer slice = buffer.slice(2, 4);
                arena.close();
                Descriptors.write(pipe.writeEnd(), ByteBuffer.allocate(4));
                for (ByteBuffer each : new ByteBuffer[] {buffer, slice, buffer.duplicate()}) {
                    assertThrows(IllegalStateException.class, () -> Descriptors.write(pipe.writeEnd(), each));
                    assertThrows(IllegalStateException.class, () -> Descriptors.read(pipe.readEnd(), each));
                    assertEquals(0, each.position());
                }
                assertEquals(4, Descriptors.read(pipe.readEnd(), ByteBuffer.allocate(8)));
            }
        }
    }

    @Test
    void aBufferOfAnotherThreadsArenaIsRefused() throws Exception {
        try (PipeEnds pipe = Descriptors.pipe();
                AutoCloseable arena = arena("ofConfined")) {
            ByteBuffer buffer = buffer(arena, 8);
            CompletableFuture<Class<?>> refused = Threads.call(() -> assertThrows(
                            RuntimeException.class, () -> Descriptors.write(pipe.writeEnd(), buffer))
                    .getClass());
            assertEquals("WrongThreadException", Threads.result(refused).getSimpleName());
        }
    }

    /** What comes then goes nowhere near the memory, which may be somebody else's. */
    @Test
    void anArenaMayBeClosedDuringTheCall() throws Exception {
        PipeEnds pipe = Descriptors.pipe(false);
        try (FdChannel reader = FdChannel.owning(pipe.readEnd());
                FdChannel writer = FdChannel.owning(pipe.writeEnd())) {
            AutoCloseable arena = arena("ofShared");
            ByteBuffer buffer = buffer(arena, 8);
            CompletableFuture<Integer> read = Threads.call(() -> reader.read(buffer));
            while (!reader.isInUse()) {
                Thread.onSpinWait();
            }
            arena.close();
            writer.write(ByteBuffer.allocate(8));
            Throwable failure = assertThrows(java.util.concurrent.ExecutionException.class, () -> Threads.result(read))
                    .getCause();
            assertEquals(IllegalStateException.class, failure.getClass());
        }
    }

    @Test
    void ordinaryBuffersAreToldFromThese() throws Exception {
        ByteBuffer ordinary = ByteBuffer.allocateDirect(8);
        for (int i = 0; i < 2; i++) {
            assertFalse(ArenaBuffers.isOfArena(ordinary));
            assertFalse(ArenaBuffers.isOfArena(ordinary.slice(1, 2)));
            assertFalse(ArenaBuffers.isOfArena(ordinary.asReadOnlyBuffer()));
        }
        for (String kind : CLOSEABLE) {
            try (AutoCloseable arena = arena(kind)) {
                ByteBuffer buffer = buffer(arena, 8);
                for (int i = 0; i < 2; i++) {
                    assertTrue(ArenaBuffers.isOfArena(buffer));
                    assertTrue(ArenaBuffers.isOfArena(buffer.slice(1, 2)));
                    assertTrue(ArenaBuffers.isOfArena(buffer.asReadOnlyBuffer()));
                }
            }
        }
    }
}
