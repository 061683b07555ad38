package dev.vigil.bench.worker;

import java.io.IOException;

/** A scenario as one worker does it. One thread uses it, but for what the workload itself starts. */
public interface Workload extends AutoCloseable {
    /** Opens everything, and ends with one iteration that is not counted. */
    void open() throws IOException;

    /** What the orchestrator must know of what was opened: further keys of the reply, each after a space. */
    default String details() {
        return "";
    }

    /** Does a round and reports it, or throws {@link RefusedException} when an event was lost or doubled. */
    void round(Budget budget, Reply reply) throws IOException;

    /** Closes everything, also when opening failed half way. */
    @Override
    void close() throws IOException;
}
