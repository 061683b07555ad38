/**
 * The libc floor: descriptors of the system made usable from Java, and what the native backends stand on.
 *
 * <p>Applications use {@link dev.vigil.posix.Descriptors}, which opens pipes, counters and timers and reads, writes and
 * closes any descriptor. The types marked <em>for backends</em> are public because the backends live in other packages
 * and modules: {@link dev.vigil.posix.LibC}, {@link dev.vigil.posix.Errno}, {@link dev.vigil.posix.Errors},
 * {@link dev.vigil.posix.NativeLibrary}, {@link dev.vigil.posix.NativeMemory} and the tables of constants.
 *
 * <h2>Errors</h2>
 *
 * A call that the system refuses ends in {@link dev.vigil.posix.ErrnoException}, which names the call, the descriptor
 * and the errno. {@code EINTR} is retried and {@code EAGAIN} is an answer, not an error.
 *
 * <h2>Systems</h2>
 *
 * 64-bit Linux on x86-64 and aarch64 is what the tests run on. macOS and the BSDs are written from their headers and have
 * not been run.
 */
package dev.vigil.posix;
