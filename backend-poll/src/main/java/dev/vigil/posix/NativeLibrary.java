package dev.vigil.posix;

import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.function.BiFunction;
import java.util.function.Supplier;
import jnr.ffi.LibraryLoader;
import jnr.ffi.Platform;

/**
 * Binds an interface to the functions of a library. For backends and applications.
 *
 * <p>The interface must be public, and a named module must open its package, since jnr-ffi implements it from outside.
 * Its methods take and return {@code int} and {@code long} only (an address, a {@code size_t} and an {@code ssize_t}
 * are {@code long}): such a call compiles to a few instructions. Every call saves its errno for {@link Errno#last()}.
 *
 * <p>A function of six integer parameters declares one of them as {@link jnr.ffi.Pointer} ({@code null} is 0): with six
 * {@code int} and {@code long} the machine code that jnr-ffi 2.3.4 makes for x86-64 passes its own return address as the
 * sixth. Such a call costs a little more, and allocates nothing either. {@code load} refuses the other form.
 *
 * <p>A function that the library lacks does no harm until it is called, which throws {@link UnsatisfiedLinkError}: probe it
 * with a call that does nothing.
 */
public final class NativeLibrary {

    /** X86_64StubCompiler finds the fifth argument at rsp + 8, where it is, and the sixth at rsp, where it is not. */
    private static final int BROKEN_COUNT = 6;

    /** Goes around whatever is bound: null, but for tests that let calls fail. What is bound already keeps what it has. */
    static volatile BiFunction<Class<?>, Object, Object> layer;

    private NativeLibrary() {}

    /**
     * Binds an interface to the C library.
     *
     * @param <T> the interface
     * @param functions the interface
     * @return its implementation, for any number of threads
     * @throws IllegalArgumentException if a function has six integer parameters, all {@code int} or {@code long}
     * @throws UnsatisfiedLinkError if the C library or the native part of jnr-ffi cannot be loaded
     */
    public static <T> T load(Class<T> functions) {
        NativeSupport.require();
        return bind(functions, Platform.getNativePlatform().getStandardCLibraryName());
    }

    /**
     * Binds an interface to a library.
     *
     * @param <T> the interface
     * @param functions the interface
     * @param library a name such as {@code kqueue}, or the path of a file
     * @return its implementation, for any number of threads
     * @throws IllegalArgumentException if a function has six integer parameters, all {@code int} or {@code long}
     * @throws UnsatisfiedLinkError if the library or the native part of jnr-ffi cannot be loaded
     */
    public static <T> T load(Class<T> functions, String library) {
        NativeSupport.require();
        return bind(functions, library);
    }

    /**
     * Takes an interface to the C library that was implemented by {@link NativeFunction}: it costs next to nothing, where an
     * implementation by jnr-ffi takes longer than all else on the way to the first event. It need be neither public nor open.
     *
     * @param <T> the interface
     * @param functions the interface
     * @param implementation makes the implementation, when native calls can be made
     * @return the implementation
     * @throws UnsatisfiedLinkError if the native part of jffi cannot be loaded
     */
    public static <T> T load(Class<T> functions, Supplier<? extends T> implementation) {
        NativeSupport.require();
        return layered(functions, implementation.get());
    }

    /** As the above, for the one that finds out whether that can be done. */
    static <T> T layered(Class<T> functions, T bound) {
        BiFunction<Class<?>, Object, Object> around = layer;
        return around == null ? bound : functions.cast(around.apply(functions, bound));
    }

    private static <T> T bind(Class<T> functions, String library) {
        for (Method function : functions.getMethods()) {
            requireIntact(function);
        }
        return layered(
                functions, LibraryLoader.create(functions).failImmediately().load(library));
    }

    private static void requireIntact(Method function) {
        Class<?>[] parameters = function.getParameterTypes();
        if (parameters.length == BROKEN_COUNT && Arrays.stream(parameters).allMatch(Class::isPrimitive)) {
            throw new IllegalArgumentException(function.getName() + ": the last of " + BROKEN_COUNT
                    + " integer parameters arrives wrong on x86-64; declare an address among them as jnr.ffi.Pointer");
        }
    }
}
