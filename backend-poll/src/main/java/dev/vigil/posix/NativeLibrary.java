package dev.vigil.posix;

import jnr.ffi.LibraryLoader;
import jnr.ffi.Platform;

/**
 * Binds an interface to the functions of a library. For backends.
 *
 * <p>The interface must be public, and a named module must open its package, since jnr-ffi implements it from outside.
 * Its methods take and return {@code int} and {@code long} only (an address, a {@code size_t} and an {@code ssize_t}
 * are {@code long}): such a call compiles to a few instructions. Every call saves its errno for {@link Errno#last()}.
 * A function that the library lacks does no harm until it is called, which throws {@link UnsatisfiedLinkError}: probe it
 * with a call that does nothing.
 */
public final class NativeLibrary {

    private NativeLibrary() {}

    /**
     * Binds an interface to the C library.
     *
     * @param <T> the interface
     * @param functions the interface
     * @return its implementation, for any number of threads
     * @throws UnsatisfiedLinkError if the C library or the native part of jnr-ffi cannot be loaded
     */
    public static <T> T load(Class<T> functions) {
        return load(functions, Platform.getNativePlatform().getStandardCLibraryName());
    }

    /**
     * Binds an interface to a library.
     *
     * @param <T> the interface
     * @param functions the interface
     * @param library a name such as {@code kqueue}, or the path of a file
     * @return its implementation, for any number of threads
     * @throws UnsatisfiedLinkError if the library or the native part of jnr-ffi cannot be loaded
     */
    public static <T> T load(Class<T> functions, String library) {
        return LibraryLoader.create(functions).failImmediately().load(library);
    }
}
