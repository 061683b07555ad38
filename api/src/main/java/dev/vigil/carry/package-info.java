/**
 * How the reads and writes of one turn of a loop are carried to the system: the seam between {@code dev.vigil.stream}, which knows
 * what is to be read and written, and whatever can have many of these done with one system call.
 *
 * <p>An {@link dev.vigil.carry.Operation} is one read or one write of a numbered descriptor. A {@link dev.vigil.carry.Carrier} takes a
 * batch of them, and leaves undone what it cannot do or what a plain call does better; whoever made the batch does that with plain
 * calls. So there is no failure of a carrier by which bytes could be lost, and a loop without one differs in nothing but cost.
 *
 * <p>A {@link dev.vigil.carry.CarrierProvider} is found by {@link java.util.ServiceLoader}.
 *
 * <p><b>Internal.</b> {@link dev.vigil.carry.Carriers} finds a loop's carrier, {@link dev.vigil.carry.CarrierChoice} is what was found, and
 * {@link dev.vigil.carry.Block} is memory that operations read into and write from.
 */
package dev.vigil.carry;
