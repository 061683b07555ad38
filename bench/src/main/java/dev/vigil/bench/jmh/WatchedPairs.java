package dev.vigil.bench.jmh;

import dev.vigil.bench.mechanism.Mechanism;
import dev.vigil.bench.mechanism.Mechanisms;
import dev.vigil.bench.mechanism.Pair;
import dev.vigil.bench.mechanism.Pairs;
import java.io.IOException;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** A source that watches idle descriptors, and has one more at hand that it doesn't. */
@State(Scope.Thread)
public class WatchedPairs {
    @Param({"nio", "poll", "epoll"})
    public String backend;

    @Param({"10", "1000"})
    public int watched;

    Mechanism mechanism;
    long events;
    private Pairs pairs;

    @Setup(Level.Trial)
    public void open() throws IOException {
        mechanism = Mechanisms.create(backend);
        mechanism.open(watched + 1);
        pairs = Pairs.open(mechanism.opener(), watched + 1, Pairs.Kind.SOCKET);
        for (int i = 0; i < watched; i++) {
            mechanism.add(i, pairs.get(i), index -> events++);
        }
        mechanism.pollNow();
    }

    @TearDown(Level.Trial)
    public void close() throws IOException {
        mechanism.close();
        pairs.close();
    }

    Pair pair(int index) {
        return pairs.get(index);
    }

    /** Registers the one that is at hand. */
    void addExtra() throws IOException {
        mechanism.add(watched, pairs.get(watched), index -> events++);
    }

    void removeExtra() throws IOException {
        mechanism.remove(watched);
    }

    void updateExtra(boolean write) throws IOException {
        mechanism.update(watched, write);
    }
}
