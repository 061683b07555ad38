package dev.vigil.bench.jmh;

import java.io.IOException;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** The same, with the one at hand registered. */
@State(Scope.Thread)
public class UpdatedPairs extends WatchedPairs {
    @Override
    public void open() throws IOException {
        super.open();
        addExtra();
    }
}
