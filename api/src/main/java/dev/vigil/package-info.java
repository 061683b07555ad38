/**
 * Waiting on many descriptors at once.
 *
 * <p>Start with {@link dev.vigil.EventSource}: open a source, register descriptors or channels with an
 * {@link dev.vigil.Interest} and an {@link dev.vigil.EventHandler}, and poll. The mechanism behind it (the JDK's Selector,
 * poll(2), epoll, kqueue, migrating descriptors) is a deployment choice: a backend is found on the class path or module path,
 * or forced by the system property {@code dev.vigil.backend}.
 *
 * <p>Words used here, and nothing else for the same things: a <em>descriptor</em> is what the system can watch, a file
 * descriptor or a channel; an <em>interest</em> is what to watch it for and how to be told; <em>readiness</em> is what was
 * seen; a <em>registration</em> is one descriptor's place in one source; a <em>handler</em> is the code that runs; a
 * <em>source</em> is an {@code EventSource}; a <em>backend</em> is a mechanism that can make sources.
 */
package dev.vigil;
