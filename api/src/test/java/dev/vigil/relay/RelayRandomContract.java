package dev.vigil.relay;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vigil.contract.ChannelKinds;
import dev.vigil.loop.Loops;
import java.io.IOException;
import java.nio.channels.SelectableChannel;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Whatever peers, factories and closers do, in any order: every byte arrives where it belongs or its stream is seen to break off,
 * every pair ends once, and no descriptor and no memory is left. A failure tells its seed, which {@code -Dvigil.relay.seed} repeats;
 * {@code -Dvigil.relay.operations} says how many operations there are.
 */
public interface RelayRandomContract extends RelayFixture {
    /** A few seconds' worth. */
    int OPERATIONS = 2_000;

    /** Of one relay with the same settings. */
    int ROUND = 500;

    int MOST_LINES = 6;
    List<Integer> BUFFERS = List.of(1, 10, 1000, 8 * 1024, 100_000, 1 << 20);
    List<Integer> BUDGETS = List.of(1, 13, 4096, 100_000, 1 << 20);

    @Test
    @Timeout(3600)
    default void whateverHappensEveryByteAndEveryDescriptorIsAccountedFor() throws Exception {
        long seed = Long.getLong("vigil.relay.seed", System.nanoTime());
        int operations = Integer.getInteger("vigil.relay.operations", OPERATIONS);
        Random random = new Random(seed);
        int done = 0;
        try {
            // Loads classes, which takes descriptors.
            done += round(random, ROUND);
            long open = descriptors();
            while (done < operations) {
                done += round(random, Math.min(ROUND, operations - done));
            }
            Loops.until(() -> descriptors() <= open, "as many descriptors as before, " + open);
        } catch (AssertionError | Exception e) {
            throw new AssertionError("seed " + seed + ", after about " + done + " operations", e);
        }
    }

    private static long descriptors() {
        Path all = Path.of("/proc/self/fd");
        if (!Files.isDirectory(all)) {
            return 0;
        }
        try (Stream<Path> each = Files.list(all)) {
            return each.count();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private int round(Random random, int operations) throws Exception {
        int buffer = BUFFERS.get(random.nextInt(BUFFERS.size()));
        int budget = BUDGETS.get(random.nextInt(BUDGETS.size()));
        long memory = (long) buffer * (1 + random.nextInt(4));
        int piece = (int) Math.min(200_000, 100L * Math.min(buffer, budget) + 100);
        Random endings = new Random(random.nextLong());
        AtomicBoolean failing = new AtomicBoolean();
        AtomicReference<Throwable> unexpected = new AtomicReference<>();
        AtomicInteger told = new AtomicInteger();
        AtomicLong bytes = new AtomicLong();
        try (ServerSocketChannel server = ChannelKinds.listener();
                RelayRig rig = new RelayRig(
                        channel -> end(endings, failing.getAndSet(false), channel),
                        relayLoops().onException((loop, thrown) -> {
                            if (!(thrown instanceof IllegalStateException)) {
                                unexpected.set(thrown);
                            }
                        }),
                        settings -> settings.buffer(buffer)
                                .budget(budget)
                                .memory(memory)
                                .whenEnded(pair -> {
                                    bytes.addAndGet(pair.forth().bytes());
                                    told.incrementAndGet();
                                }))) {
            List<RandomLine> lines = new ArrayList<>();
            for (int i = 0; i < operations; i++) {
                if (random.nextInt(100) == 0) {
                    connectInVain(rig, server, failing);
                } else if (lines.size() < MOST_LINES && (lines.isEmpty() || random.nextInt(20) == 0)) {
                    lines.add(open(random, rig, server));
                } else {
                    RandomLine line = lines.get(random.nextInt(lines.size()));
                    if (operate(random, line, piece)) {
                        line.finish();
                        lines.remove(line);
                    }
                }
            }
            if (random.nextInt(3) == 0) {
                closeByMany(random, rig);
                for (RandomLine line : lines) {
                    line.abandon();
                    assertTrue(!line.pair().isActive());
                }
            } else {
                for (RandomLine line : lines) {
                    line.finish();
                }
                rig.assertNothingLeft();
            }
            rig.relay.close();
            RelayTotals totals = rig.relay.totals();
            Loops.until(() -> told.get() == totals.started(), "a word of each pair");
            assertEquals(0, totals.active());
            assertEquals(0, totals.lentBytes());
            assertEquals(
                    totals.started(),
                    totals.ended().values().stream().mapToLong(count -> count).sum());
            assertEquals(totals.forth().bytes(), bytes.get());
            assertNull(unexpected.get());
        }
        return operations;
    }

    /** Ends that are spliced and such that are not, at random; for the thread of the test, and that of the loop. */
    private RelayEnd end(Random random, boolean fails, SelectableChannel channel) {
        synchronized (random) {
            if (fails && random.nextBoolean()) {
                throw new IllegalStateException("a mistake");
            }
            if (fails) {
                return null;
            }
            return random.nextBoolean() ? RelayEnd.of(channel) : ends().apply(channel);
        }
    }

    /** The factory of ends fails. */
    private static void connectInVain(RelayRig rig, ServerSocketChannel server, AtomicBoolean failing)
            throws IOException {
        SocketChannel[] client = ChannelKinds.tcpPair();
        client[1].configureBlocking(false);
        RelayEnd first = RelayEnd.of(client[1]);
        failing.set(true);
        RelayPair pair = rig.relay.connect(rig.loop, first, server.getLocalAddress());
        assertEquals(RelayOutcome.CONNECT_FAILED, RelayRig.outcome(pair));
        client[0].close();
    }

    private static RandomLine open(Random random, RelayRig rig, ServerSocketChannel server) throws IOException {
        if (random.nextBoolean()) {
            RelayRig.Line line = rig.line();
            return new RandomLine(line.left(), line.right(), line.pair(), random.nextInt(1000));
        }
        RelayRig.Line line = rig.connect(server.getLocalAddress());
        SocketChannel right = server.accept();
        return new RandomLine(line.left(), right, line.pair(), random.nextInt(1000));
    }

    /** Does one thing with a line; true if it is to come to its end now. */
    private static boolean operate(Random random, RandomLine line, int piece) throws IOException {
        boolean left = random.nextBoolean();
        int what = random.nextInt(1000);
        if (what < 480) {
            line.send(left, 1 + random.nextInt(piece));
        } else if (what < 940) {
            line.receive(left, 1 + random.nextInt(piece));
        } else if (what < 960) {
            line.sendUrgent(left);
        } else if (what < 975) {
            line.endOutput(left);
        } else if (what < 980) {
            line.close(left);
        } else if (what < 985) {
            line.reset(left);
        } else if (what < 990) {
            line.cut();
        } else {
            return true;
        }
        return false;
    }

    /** Several threads close the relay at once, and one of them its loops. */
    private static void closeByMany(Random random, RelayRig rig) throws Exception {
        boolean loopsFirst = random.nextBoolean();
        boolean onLoop = random.nextBoolean();
        List<CompletableFuture<Long>> closers = new ArrayList<>();
        if (onLoop) {
            rig.loop.execute(rig.relay::close);
        }
        if (loopsFirst) {
            closers.add(RelayRig.async(() -> {
                rig.group.close();
                return 0L;
            }));
        }
        for (int i = 0; i < 3; i++) {
            closers.add(RelayRig.async(() -> {
                rig.relay.close();
                return 0L;
            }));
        }
        for (CompletableFuture<Long> closer : closers) {
            closer.get();
        }
    }
}
