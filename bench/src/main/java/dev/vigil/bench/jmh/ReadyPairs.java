package dev.vigil.bench.jmh;

import dev.vigil.bench.mechanism.ByteIo;
import dev.vigil.bench.worker.Deck;
import java.io.IOException;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** The same, with some of the watched ones always ready. */
@State(Scope.Thread)
public class ReadyPairs extends WatchedPairs {
    @Param({"1", "10"})
    public int active;

    @Override
    public void open() throws IOException {
        super.open();
        for (int i = 0; i < active; i++) {
            ByteIo.write(pair(Deck.spread(i, active, watched)).other());
        }
    }
}
