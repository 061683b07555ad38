/**
 * Waiting for one descriptor in a way that costs a thread nothing but being parked: {@link dev.vigil.EventSource#await} on a virtual
 * thread, blocking channels over raw descriptors, and whatever else has to give its carrier back meanwhile.
 *
 * <p>A daemon platform thread watches for all who wait, with a backend of Vigil and one-shot registrations, and ends when nobody has
 * waited for some time. {@link dev.vigil.wait.Waits} is the way in.
 *
 * <p><b>Experimental.</b> {@link dev.vigil.wait.VirtualThreads} tells whether a thread is one.
 */
package dev.vigil.wait;
