/**
 * The choice of a backend by measurement: what each costs is measured once, and kept in a file for the next JVM.
 *
 * <p>{@link dev.vigil.auto.Choice} is the way in. A {@link dev.vigil.auto.Trial} measures, with pipes of the JDK; a
 * {@link dev.vigil.auto.CostFile} keeps the figures for one {@link dev.vigil.auto.Machine}.
 *
 * <p><b>Internal.</b> Applications ask for {@code auto} at
 * {@link dev.vigil.EventSource}.
 */
package dev.vigil.auto;
