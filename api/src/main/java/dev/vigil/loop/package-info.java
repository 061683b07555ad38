/**
 * The convenient layer: a thread that polls, and what servers and proxies build on it.
 *
 * <p>An {@link dev.vigil.loop.EventLoop} is one thread with one source: it polls, and between polls runs timers and tasks.
 * An {@link dev.vigil.loop.EventLoopGroup} is several of them. All of it stands on the public API of {@code dev.vigil}.
 */
package dev.vigil.loop;
