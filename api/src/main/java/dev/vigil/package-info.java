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
 *
 * <p>Beside these four there are {@link dev.vigil.Registration} and {@link dev.vigil.Readiness}, which a handler is given;
 * {@link dev.vigil.EventSourceBuilder} for settings; {@link dev.vigil.Statistics}; {@link dev.vigil.ClosedEventSourceException};
 * and what tells of the backends here and of their choice: {@link dev.vigil.BackendStatus}, {@link dev.vigil.Availability},
 * {@link dev.vigil.Feature}, {@link dev.vigil.BackendUnavailableException}, and for the choice by measurement
 * {@link dev.vigil.AutoChoice} and {@link dev.vigil.BackendCosts}.
 *
 * <h2>What one may touch</h2>
 *
 * Each package of Vigil says what it is in one word:
 *
 * <ul>
 *   <li><em>Stable.</em> For applications. What changes in a way that code notices is told in the changelog, and comes with a minor
 *       version before 1.0, with a major one after it.
 *   <li><em>Experimental.</em> For applications that follow it: it may change with every version, and is told in the changelog.
 *   <li><em>Internal.</em> Public only because the modules of Vigil share it, which are of one version always. It may change without a
 *       word.
 * </ul>
 *
 * <p><b>Stable.</b>
 */
package dev.vigil;
