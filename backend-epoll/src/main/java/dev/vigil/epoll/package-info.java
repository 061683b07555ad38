/**
 * The backend {@code epoll}, on Linux's epoll(7).
 *
 * <p>Its cost grows with the number of descriptors that are ready. It has every feature: level, edge, one-shot and exclusive
 * delivery, several threads waiting at once, and sources inside sources. {@code docs/differences.md} tells what it does
 * differently.
 *
 * <p><b>Internal.</b> Name the backend as {@code epoll}; {@link dev.vigil.epoll.EpollBackend} is how it is found.
 */
package dev.vigil.epoll;
