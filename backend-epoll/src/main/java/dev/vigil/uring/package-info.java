/**
 * io_uring as a carrier of batches: many reads, writes or control calls for one system call. It is no source of readiness, and nothing is
 * under way in it between two batches.
 *
 * <p>{@link dev.vigil.uring.Ring} is the mechanism, with what is to be known of the kernel's; {@link dev.vigil.uring.RingSupport} tells
 * whether there is one here. {@code docs/ring.md} tells what it gains, and when not.
 *
 * <p><b>Internal.</b> {@link dev.vigil.uring.RingCarrierProvider} is how streams find it;
 * {@link dev.vigil.uring.RingMode} and {@link dev.vigil.uring.BatchPolicy} say how a ring is made and when a batch is
 * worth it.
 */
package dev.vigil.uring;
