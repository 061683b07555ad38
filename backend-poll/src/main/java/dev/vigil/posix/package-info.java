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
 * 64-bit Linux on x86-64 is what the tests run on. Linux on aarch64, macOS and the BSDs are written from their headers and have
 * not been run.
 *
 * <h2>What one may touch</h2>
 *
 * <p><b>Experimental.</b> For applications:
 *
 * <ul>
 *   <li>Descriptors: {@link dev.vigil.posix.Descriptors} with {@link dev.vigil.posix.PipeEnds}, {@link dev.vigil.posix.SocketPair},
 *       {@link dev.vigil.posix.Pseudoterminal}, {@link dev.vigil.posix.DescriptorStatus} and {@link dev.vigil.posix.DescriptorType};
 *       {@link dev.vigil.posix.PosixFiles}; {@link dev.vigil.posix.Timers}; {@link dev.vigil.posix.FdChannel}, one as a channel; and
 *       {@link dev.vigil.posix.HasDescriptor}, a channel of one's own.
 *   <li>Sockets: {@link dev.vigil.posix.Sockets}, {@link dev.vigil.posix.Messages}, {@link dev.vigil.posix.UnixAddress},
 *       {@link dev.vigil.posix.VsockAddress}, {@link dev.vigil.posix.SocketConstants}.
 * </ul>
 *
 * <p>For backends, ends and listeners, and those who bind calls of their own: {@link dev.vigil.posix.NativeFunction},
 * {@link dev.vigil.posix.Scratch}, {@link dev.vigil.posix.Pool}, {@link dev.vigil.posix.OperatingSystem},
 * {@link dev.vigil.posix.FcntlConstants}, {@link dev.vigil.posix.PollConstants}, {@link dev.vigil.posix.ChannelDescriptors},
 * {@link dev.vigil.posix.HeldDescriptor}, {@link dev.vigil.posix.MessageVector}, {@link dev.vigil.posix.MessagesAsBytes}, {@link dev.vigil.posix.WakeUpDescriptor}, {@link dev.vigil.posix.FileWitness},
 * {@link dev.vigil.posix.PendingBytes}, {@link dev.vigil.posix.MappedMemory}.
 */
package dev.vigil.posix;
