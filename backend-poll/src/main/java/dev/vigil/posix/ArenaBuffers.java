package dev.vigil.posix;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.ref.WeakReference;
import java.nio.Buffer;
import java.nio.ByteBuffer;

/**
 * Tells direct buffers over memory of a {@code java.lang.foreign.Arena} (JDK 22) from others. Such memory is gone when its
 * arena is closed, even while a native call uses it; every other direct buffer keeps its memory as long as it is reachable.
 *
 * <p>The question is {@code MemorySegment.ofBuffer(buffer).scope()}: its class, compared with that of an ordinary buffer's.
 * That allocates, so buffers that are ordinary are remembered, weakly: for a program that uses its buffers again it is
 * asked once for each. A JDK whose {@code java.lang.foreign} has no such methods has no such buffers either.
 */
final class ArenaBuffers {

    private static final int REMEMBERED = 1024;

    /** From a buffer to the scope of its memory; null if there are no arenas. */
    private static final MethodHandle SCOPE = find();

    /** The scope of memory that nobody can free, or null until it is found: for that there may be no memory the first time. */
    private static Class<?> ordinary;

    /** Ordinary buffers, by identity. A race loses an entry, and no more. */
    private static final Known[] KNOWN = new Known[REMEMBERED];

    private ArenaBuffers() {}

    /** Whether the memory of a direct buffer may be freed while the buffer is reachable. */
    static boolean isOfArena(ByteBuffer direct) {
        if (SCOPE == null) {
            return false;
        }
        int place = System.identityHashCode(direct) & (REMEMBERED - 1);
        Known known = KNOWN[place];
        if (known != null && known.refersTo(direct)) {
            return false;
        }
        if (scopeOf(direct) != ordinary()) {
            return true;
        }
        KNOWN[place] = new Known(direct);
        return false;
    }

    private static Class<?> ordinary() {
        Class<?> known = ordinary;
        if (known == null) {
            known = scopeOf(ByteBuffer.allocateDirect(1));
            ordinary = known;
        }
        return known;
    }

    private static Class<?> scopeOf(ByteBuffer direct) {
        try {
            return ((Object) SCOPE.invokeExact((Buffer) direct)).getClass();
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new AssertionError("ofBuffer and scope declare no exception", e);
        }
    }

    private static MethodHandle find() {
        try {
            Class<?> segment = Class.forName("java.lang.foreign.MemorySegment");
            Class<?> scope = Class.forName("java.lang.foreign.MemorySegment$Scope");
            MethodHandles.Lookup lookup = MethodHandles.publicLookup();
            MethodHandle ofBuffer =
                    lookup.findStatic(segment, "ofBuffer", MethodType.methodType(segment, Buffer.class));
            MethodHandle scopeOf = lookup.findVirtual(segment, "scope", MethodType.methodType(scope));
            return MethodHandles.filterReturnValue(ofBuffer, scopeOf)
                    .asType(MethodType.methodType(Object.class, Buffer.class));
        } catch (ReflectiveOperationException e) {
            return null;
        }
    }

    private static final class Known extends WeakReference<ByteBuffer> {
        Known(ByteBuffer buffer) {
            super(buffer);
        }
    }
}
