package dev.vigil.carry;

import java.io.IOException;
import java.util.Map;

/**
 * Does many operations with one system call. Belongs to one loop: it may be made by any thread, but is used and closed on the
 * thread of that loop.
 */
public interface Carrier extends AutoCloseable {
    /**
     * Does what it can of a batch, and answers each operation that it has done. Waits for nothing: a read with nothing there and a
     * write without room are answered with {@link Operation#nothing}.
     *
     * <p>Of one descriptor there is at most one read and one write in a batch; the order among operations is the carrier's choice.
     * Operations without a number (-1) are never in a batch. A batch may be larger than what one call takes: then there
     * are several calls.
     *
     * <p>What is not answered is done with a plain call by the caller. That is for operations that the carrier cannot do or does
     * not understand, for its own trouble, and for batches that are too small to pay. When this returns, and when
     * it throws, the system uses none of the memory any more, and <b>whatever it has moved is answered</b>: what is left undone has
     * moved nothing, so that doing it again loses nothing and doubles nothing.
     *
     * <p>Allocates nothing in steady state.
     *
     * @param operations the operations, from index 0 on
     * @param count how many, 1 or more
     * @throws IOException if the carrier can do no more from now on: the caller closes it, logs that once, and goes on with plain
     *     calls. Answers given by then hold
     */
    void carry(Operation[] operations, int count) throws IOException;

    /**
     * Figures for whoever wants to know what it does: how many calls it made, how many operations these carried. Any thread may ask.
     *
     * @return figures by name
     */
    Map<String, Long> gauges();

    /** Frees everything. Idempotent. */
    @Override
    void close();
}
