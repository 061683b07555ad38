/**
 * The convenient layer: a thread that polls, and what servers and proxies build on it.
 *
 * <p>An {@link dev.vigil.loop.EventLoop} is one thread with one source: it polls, and between polls runs timers and tasks.
 * An {@link dev.vigil.loop.EventLoopGroup} is several of them, and an {@link dev.vigil.loop.Acceptor} spreads the connections of
 * one address over a group. A {@link dev.vigil.loop.Relay} moves bytes between pairs of descriptors or channels. All of it stands on the public API of {@code dev.vigil}.
 */
package dev.vigil.loop;
