/**
 * A thread that polls, and what else it does between polls.
 *
 * <p>An {@link dev.vigil.loop.EventLoop} is one thread with one source: it polls, and between polls runs timers and tasks.
 * An {@link dev.vigil.loop.EventLoopGroup} is several of them. What servers and proxies need is built on this:
 * {@code dev.vigil.accept} spreads the connections of one address over a group, {@code dev.vigil.relay} moves bytes between
 * pairs of descriptors or channels. All of it stands on the public API of {@code dev.vigil}.
 */
package dev.vigil.loop;
