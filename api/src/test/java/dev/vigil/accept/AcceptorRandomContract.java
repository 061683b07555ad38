package dev.vigil.accept;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vigil.contract.ChannelKinds;
import dev.vigil.loop.EventLoop;
import dev.vigil.loop.EventLoopGroup;
import dev.vigil.loop.LogLines;
import dev.vigil.loop.Loops;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Whatever clients, handlers, loops, closers and the system do, in any order: every connection that was accepted is handed on or closed,
 * once, every client hears of it, the port is free when {@code close()} returns, and no descriptor is left. A failure tells its seed, which
 * {@code -Dvigil.accept.seed} repeats; {@code -Dvigil.accept.operations} says how many operations there are.
 */
public interface AcceptorRandomContract extends AcceptorContract {
    /** A few seconds' worth. */
    int OPERATIONS = 2_000;

    /** With one acceptor. */
    int ROUND = 100;

    /** What is logged. */
    Pattern EXPECTED = Pattern.compile("pauses and tries again|no loop is left|was cut off");

    List<Integer> BATCHES = List.of(1, 2, 7, 64, Integer.MAX_VALUE);

    @Test
    @Timeout(3600)
    default void whateverHappensEveryConnectionAndEveryDescriptorIsAccountedFor() throws Exception {
        long seed = Long.getLong("vigil.accept.seed", System.nanoTime());
        int operations = Integer.getInteger("vigil.accept.operations", OPERATIONS);
        Random random = new Random(seed);
        int done = 0;
        try (LogLines accepting = LogLines.of("dev.vigil.accept");
                LogLines loops = LogLines.of("dev.vigil.loop")) {
            // Loads classes, which takes descriptors.
            done += round(random, ROUND);
            long open = descriptors();
            while (done < operations) {
                done += round(random, Math.min(ROUND, operations - done));
            }
            Loops.until(() -> descriptors() <= open, "as many descriptors as before, " + open);
            assertEquals(
                    List.of(),
                    Stream.concat(accepting.lines().stream(), loops.lines().stream())
                            .filter(line -> !EXPECTED.matcher(line).find())
                            .toList());
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
        AcceptAccounts accounts = new AcceptAccounts(random.nextLong());
        List<CountDownLatch> holds = new ArrayList<>();
        try (EventLoopGroup group = loops().onException((loop, thrown) -> {}).startGroup(1 + random.nextInt(3));
                Clients clients = new Clients()) {
            Acceptor acceptor = Acceptor.builder(group)
                    .sharing(ways().get(random.nextInt(ways().size())))
                    .batch(BATCHES.get(random.nextInt(BATCHES.size())))
                    .rotateEvery(1 + random.nextInt(20))
                    .retryAfter(Duration.ofMillis(1))
                    // None waits to be connected while all loops are held.
                    .backlog(2 * ROUND)
                    .bind(
                            (address, backlog, reusePort) -> new AccountedListener(
                                    ListenerFactory.CHANNELS.open(address, backlog, reusePort), accounts),
                            ChannelKinds.anyPort(),
                            accounts);
            List<Socket> waiting = new ArrayList<>();
            for (int i = 0; i < operations; i++) {
                operate(random, group, acceptor, accounts, clients, waiting, holds);
            }
            boolean loopsFirst = random.nextInt(4) == 0;
            if (loopsFirst) {
                holds.forEach(CountDownLatch::countDown);
                closeLoops(group);
            }
            closeByMany(random, group, acceptor);
            holds.forEach(CountDownLatch::countDown);
            int loopCount = group.loops().size();
            Loops.until(
                    () -> handed(acceptor, loopCount) + acceptor.discarded() == accounts.closed(),
                    "the end of all, by " + acceptor.sharing());
            accounts.assertAccounted(handed(acceptor, loopCount), acceptor.discarded());
            // A byte, an end or a reset: but something, of each.
            waiting.forEach(AcceptorRandomContract::hear);
            Loops.join("vigil-acceptor");
        } finally {
            holds.forEach(CountDownLatch::countDown);
        }
        return operations;
    }

    private static void closeLoops(EventLoopGroup group) {
        group.close();
    }

    private static long handed(Acceptor acceptor, int loops) {
        long handed = 0;
        for (int i = 0; i < loops; i++) {
            handed += acceptor.handed(i);
        }
        return handed;
    }

    private static void operate(
            Random random,
            EventLoopGroup group,
            Acceptor acceptor,
            AcceptAccounts accounts,
            Clients clients,
            List<Socket> waiting,
            List<CountDownLatch> holds)
            throws IOException {
        int what = random.nextInt(1000);
        EventLoop loop = group.loops().get(random.nextInt(group.loops().size()));
        if (what < 600) {
            if (acceptor.isActive()) {
                connect(acceptor, clients, waiting);
            }
        } else if (what < 800) {
            if (holds.isEmpty() && acceptor.isActive() && !waiting.isEmpty() && !isAnyOver(group)) {
                hear(waiting.remove(random.nextInt(waiting.size())));
            }
        } else if (what < 870) {
            if (!waiting.isEmpty()) {
                Socket socket = waiting.remove(random.nextInt(waiting.size()));
                socket.setSoLinger(true, 0);
                socket.close();
            }
        } else if (what < 910) {
            accounts.refuse(random.nextInt(4));
        } else if (what < 950) {
            hold(loop, holds);
        } else if (what < 990) {
            holds.forEach(CountDownLatch::countDown);
            holds.clear();
        } else if (what < 995) {
            loop.closeNow();
        } else {
            acceptor.close();
        }
    }

    /** With REUSE_PORT nobody hears of the connections that a loop had which has ended; they do when the acceptor is closed. */
    private static boolean isAnyOver(EventLoopGroup group) {
        return group.loops().stream().anyMatch(loop -> !loop.source().isOpen());
    }

    private static void connect(Acceptor acceptor, Clients clients, List<Socket> waiting) throws IOException {
        try {
            waiting.add(clients.connect(acceptor.localAddress()));
        } catch (IOException e) {
            // Where no loop is left the acceptor ends by itself.
            Loops.until(() -> !acceptor.isActive(), "the end of an acceptor that refuses: " + e);
        }
    }

    private static void hold(EventLoop loop, List<CountDownLatch> holds) {
        CountDownLatch release = new CountDownLatch(1);
        try {
            loop.execute(() -> Loops.await(release));
            holds.add(release);
        } catch (RejectedExecutionException e) {
            // It has ended.
            return;
        }
    }

    /** Several threads close it at once, one of a loop's perhaps among them; for each the address is free afterwards. */
    private static void closeByMany(Random random, EventLoopGroup group, Acceptor acceptor) throws Exception {
        List<CompletableFuture<Void>> closers = new ArrayList<>();
        if (random.nextBoolean()) {
            EventLoop loop = group.loops().get(random.nextInt(group.loops().size()));
            closeOn(loop, acceptor);
        }
        for (int i = 0; i < 1 + random.nextInt(3); i++) {
            CompletableFuture<Void> closed = new CompletableFuture<>();
            closers.add(closed);
            Thread thread = new Thread(() -> {
                try {
                    acceptor.close();
                    // No listener answers there any more: a socket of one's own would collide with that of the others.
                    try (Socket late = new Socket()) {
                        late.connect(acceptor.localAddress());
                        closed.completeExceptionally(new AssertionError("it answers after close(): " + late));
                    }
                } catch (IOException e) {
                    closed.complete(null);
                } catch (Throwable e) {
                    closed.completeExceptionally(e);
                }
            });
            thread.setDaemon(true);
            thread.start();
        }
        for (CompletableFuture<Void> closer : closers) {
            closer.get();
        }
        try (ServerSocketChannel again = ServerSocketChannel.open()) {
            again.bind(acceptor.localAddress());
            assertTrue(again.isOpen());
        }
    }

    private static void closeOn(EventLoop loop, Acceptor acceptor) {
        try {
            loop.execute(acceptor::close);
        } catch (RejectedExecutionException e) {
            // It has ended: the others close it.
            return;
        }
    }

    private static void hear(Socket socket) {
        try {
            int first = Clients.greeting(socket);
            assertTrue(first == 1 || first == -1);
        } catch (IOException e) {
            assertTrue(!(e instanceof SocketTimeoutException), "a client that nobody hears");
        }
    }
}
