/**
 * What backends implement, and what they share.
 *
 * <p>A backend is a {@link dev.vigil.spi.Backend}, found by {@link java.util.ServiceLoader}: a name, a priority, an honest
 * availability, its features, and {@code open}. What it opens is a {@link dev.vigil.spi.Mechanism}: five verbs (add, change,
 * remove, await, wake) over {@linkplain dev.vigil.spi.Watch watches}, held to the rules R1 to R12 that stand in its
 * documentation. A wait fills a {@link dev.vigil.spi.Batch} with words and readiness bits. All the rest is written once, in
 * this package, and is the same for every backend:
 *
 * <ul>
 *   <li>the choice of a backend and the errors when there is none ({@link dev.vigil.spi.Backends});
 *   <li>the table of registrations by slot and generation, read without a lock;
 *   <li>argument and feature checks, and the order of control calls per registration;
 *   <li>polling: several threads, timeouts, left-over events after a handler threw, reentrancy;
 *   <li>wake-ups, interrupts and closing;
 *   <li>the statistics, the spin guard, and the flight-recorder event for slow handlers.
 * </ul>
 *
 * <p>To write a backend: implement the two types, list the provider in {@code META-INF/services} and in
 * {@code module-info.java}, and subclass the contract suite (the test-jar of this module). A few hundred lines are enough.
 *
 * <p><b>Experimental.</b> For backends, not for applications. A mechanism gets {@link dev.vigil.spi.Settings} and
 * {@link dev.vigil.spi.Registrations}; {@link dev.vigil.spi.MechanismFailedException} is how it ends for good. Of use to one:
 * {@link dev.vigil.spi.Probed} remembers a probe, {@link dev.vigil.spi.Timeouts} rounds, {@link dev.vigil.spi.InterruptHook} lets an
 * interrupt reach a native call, {@link dev.vigil.spi.FlightRecording} asks for the recorder, and
 * {@link dev.vigil.spi.LayeredSelectorProvider} is what a backend over the JDK's Selector looks under.
 */
package dev.vigil.spi;
