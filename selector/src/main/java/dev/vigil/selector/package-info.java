/**
 * A {@link java.nio.channels.spi.SelectorProvider} over every backend: applications that wait in a
 * {@link java.nio.channels.Selector} wait with epoll, poll, kqueue or the migrating backend, without a changed line.
 *
 * <p>{@link dev.vigil.selector.VigilSelectorProvider} tells how it is switched on.
 */
package dev.vigil.selector;
