/**
 * A {@link java.nio.channels.spi.SelectorProvider} over every backend: applications that wait in a
 * {@link java.nio.channels.Selector} wait with epoll, poll, kqueue or the migrating backend, without a changed line.
 *
 * <p>{@link dev.vigil.selector.VigilSelectorProvider} tells how it is switched on.
 *
 * <p><b>Experimental.</b> Nothing here is called by applications: {@link dev.vigil.selector.SelectorAgent} is the agent, and
 * {@link dev.vigil.selector.SelectorMXBean} what it shows by JMX.
 */
package dev.vigil.selector;
