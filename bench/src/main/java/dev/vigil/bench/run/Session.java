package dev.vigil.bench.run;

import dev.vigil.bench.scenario.Outcome;
import java.io.IOException;

/** One contender, set up for one case. */
public interface Session extends AutoCloseable {
    /** Does a round that takes about so long. */
    Outcome round(long nanos) throws IOException;

    @Override
    void close() throws IOException;
}
