package dev.vigil.migrating;

import com.sun.management.UnixOperatingSystemMXBean;
import dev.vigil.EventSource;
import dev.vigil.Interest;
import dev.vigil.Registration;
import dev.vigil.loop.EventLoop;
import dev.vigil.loop.EventLoopGroup;
import dev.vigil.loop.Loops;
import dev.vigil.posix.Descriptors;
import dev.vigil.posix.PipeEnds;
import dev.vigil.posix.SocketPair;
import dev.vigil.posix.Sockets;
import dev.vigil.raw.DescriptorEnd;
import dev.vigil.relay.Relay;
import dev.vigil.relay.RelayPair;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;

/**
 * Sources, loops and relays in a small heap that is full for a while. Prints what was refused; WRONG if what was there before does not
 * go on, or something is left.
 */
final class ScarceMemoryProgram {
    /** As many as there are descriptors for. */
    private static final int STANDING = standing();

    private static final int PAIRS = 4;
    private static final int PIECE = 16 * 1024;
    private static final long LONG_NANOS = 20_000_000_000L;

    /** Filled to the brim; a field, for with no memory left nothing else is made that could hold it. */
    private static Object[] ballast;

    /** What a loop was told last; nothing is allocated to note it. */
    private static final AtomicReference<Throwable> TOLD = new AtomicReference<>();

    private static final AtomicInteger HANDLED = new AtomicInteger();

    /** Not in the first round, which loads classes and opens what stays open. */
    private static boolean filling;

    private ScarceMemoryProgram() {}

    private static int standing() {
        var system = (UnixOperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
        return (int) Math.min(5_000, system.getMaxFileDescriptorCount() - 600);
    }

    public static void main(String[] arguments) throws Exception {
        for (String backend : new String[] {"poll", "epoll", "migrating"}) {
            Set<String> before = null;
            for (int round = 0; round < 2; round++) {
                filling = before != null;
                String line = backend + ": " + source(backend) + ", " + loop(backend) + ", " + relay(backend);
                if (before != null) {
                    System.out.println(line);
                    Set<String> after = Attempts.descriptors();
                    after.removeAll(before);
                    if (!after.isEmpty()) {
                        System.out.println("WRONG: " + backend + " leaves " + after);
                    }
                }
                before = Attempts.descriptors();
            }
        }
        System.out.println("ends");
        System.exit(0);
    }

    /** All but a little, in pieces that get smaller. */
    private static void fill(int spare) {
        if (!filling) {
            return;
        }
        ballast = new Object[64];
        byte[] kept = new byte[spare + 1];
        int size = 1 << 22;
        Object[] last = ballast;
        int at = 1;
        while (size >= 64) {
            try {
                byte[] piece = new byte[size];
                if (at == last.length) {
                    Object[] next = new Object[64];
                    last[0] = next;
                    last = next;
                    at = 1;
                }
                last[at] = piece;
                at++;
            } catch (OutOfMemoryError e) {
                size /= 2;
            }
        }
        kept[0] = 1;
    }

    private static void release() {
        ballast = null;
    }

    /** Thousands of registrations, and more while there is memory for them; all of them are told in the end. */
    private static String source(String backend) throws IOException {
        int[] seen = new int[STANDING + 100];
        List<Registration> registrations = new ArrayList<>(seen.length);
        int[] numbers = new int[seen.length];
        int count = 0;
        int refused = 0;
        int polls = 0;
        try (PipeEnds pipe = Descriptors.pipe();
                EventSource source = EventSource.open(backend)) {
            for (; count < STANDING; count++) {
                numbers[count] = Descriptors.duplicate(pipe.readEnd());
                registrations.add(register(source, numbers[count], seen, count));
            }
            for (int more = STANDING; more < seen.length; more++) {
                numbers[more] = Descriptors.duplicate(pipe.readEnd());
            }
            fill(4_000);
            // Each takes some of what is left.
            while (count < seen.length && refused < 3) {
                try {
                    registrations.add(register(source, numbers[count], seen, count));
                    count++;
                } catch (OutOfMemoryError e) {
                    refused++;
                }
            }
            try {
                source.pollNow();
                polls++;
            } catch (OutOfMemoryError e) {
                polls--;
            }
            release();
            for (; count < seen.length; count++) {
                registrations.add(register(source, numbers[count], seen, count));
            }
            Descriptors.write(pipe.writeEnd(), ByteBuffer.allocate(1));
            long end = System.nanoTime() + LONG_NANOS;
            while (missing(seen) > 0 && System.nanoTime() - end < 0) {
                source.poll(1_000_000);
            }
            if (missing(seen) > 0) {
                throw new IllegalStateException("not told: " + missing(seen));
            }
            for (Registration each : registrations) {
                each.cancel();
            }
            if (source.pollNow() != 0) {
                throw new IllegalStateException("told of what was cancelled");
            }
        } finally {
            release();
            for (int number : numbers) {
                if (number > 0) {
                    Descriptors.close(number);
                }
            }
        }
        return refused + " registrations refused, a poll " + (polls > 0 ? "worked" : "was refused");
    }

    private static Registration register(EventSource source, int fd, int[] seen, int index) throws IOException {
        return source.register(fd, Interest.READ, (registration, ready) -> seen[index]++);
    }

    private static int missing(int[] seen) {
        int missing = 0;
        for (int each : seen) {
            missing += each == 0 ? 1 : 0;
        }
        return missing;
    }

    /** A handler, a task and a timer that find no memory, and the same afterwards. */
    private static String loop(String backend) throws IOException {
        TOLD.set(null);
        HANDLED.set(0);
        try (PipeEnds pipe = Descriptors.pipe();
                EventLoop loop = EventLoop.builder()
                        .source(EventSource.builder().backend(backend))
                        .onException((l, thrown) -> TOLD.set(thrown))
                        .start()) {
            ByteBuffer one = ByteBuffer.allocateDirect(1);
            Loops.call(
                    loop,
                    () -> loop.source().register(pipe.readEnd(), Interest.READ, (registration, ready) -> {
                        HANDLED.incrementAndGet();
                        Descriptors.read(pipe.readEnd(), ByteBuffer.allocateDirect(1));
                    }));
            Descriptors.write(pipe.writeEnd(), one.clear());
            Loops.until(() -> HANDLED.get() > 0, "the first byte");
            AtomicInteger ran = new AtomicInteger();
            Runnable greedy = () -> ballast = new Object[] {ballast, new byte[1 << 20]};
            loop.schedule(Duration.ofMillis(1), greedy);
            fill(0);
            Throwable own = null;
            try {
                loop.execute(greedy);
            } catch (OutOfMemoryError e) {
                own = e;
            }
            Descriptors.write(pipe.writeEnd(), one.clear());
            long end = System.nanoTime() + LONG_NANOS;
            while (filling && TOLD.get() == null && own == null && System.nanoTime() - end < 0) {
                Thread.onSpinWait();
            }
            release();
            int before = HANDLED.get();
            Descriptors.write(pipe.writeEnd(), one.clear());
            Loops.until(() -> HANDLED.get() > before, "another byte");
            loop.execute(ran::incrementAndGet);
            Loops.until(() -> ran.get() == 1, "a task");
            if (filling && TOLD.get() == null && own == null) {
                throw new IllegalStateException("there was memory enough");
            }
            if (TOLD.get() != null && !(TOLD.get() instanceof OutOfMemoryError)) {
                throw new IllegalStateException("a loop was told something else", TOLD.get());
            }
            return "the loop was told " + (TOLD.get() == null ? "nothing" : "of it");
        } finally {
            release();
        }
    }

    /** Streams that are under way while the memory is full: none loses a byte, unless it is told. */
    private static String relay(String backend) throws Exception {
        List<SocketPair> left = new ArrayList<>();
        List<SocketPair> right = new ArrayList<>();
        List<RelayPair> pairs = new ArrayList<>();
        long[] sent = new long[PAIRS];
        long[] taken = new long[PAIRS];
        ByteBuffer bytes = ByteBuffer.allocateDirect(PIECE);
        try (EventLoopGroup group = EventLoop.builder()
                        .source(EventSource.builder().backend(backend))
                        .onException((l, thrown) -> TOLD.set(thrown))
                        .startGroup(1);
                Relay relay = Relay.builder(group).build()) {
            for (int i = 0; i < PAIRS; i++) {
                left.add(Sockets.pair());
                right.add(Sockets.pair());
                pairs.add(relay.join(
                        group.next(),
                        DescriptorEnd.owning(left.get(i).second()),
                        DescriptorEnd.owning(right.get(i).first())));
            }
            TOLD.set(null);
            fill(0);
            for (int round = 0; round < 2; round++) {
                for (int i = 0; i < PAIRS; i++) {
                    sent[i] += Math.max(0, write(left.get(i).first(), bytes));
                }
            }
            release();
            long end = System.nanoTime() + LONG_NANOS;
            int failed = 0;
            for (int i = 0; i < PAIRS; i++) {
                while (taken[i] < sent[i] && System.nanoTime() - end < 0) {
                    int count = Descriptors.read(right.get(i).second(), bytes.clear());
                    if (count < 0) {
                        break;
                    }
                    taken[i] += count;
                    if (count == 0) {
                        LockSupport.parkNanos(100_000);
                    }
                }
                if (taken[i] < sent[i]) {
                    failed++;
                    if (pairs.get(i).isActive() || pairs.get(i).cause() == null) {
                        throw new IllegalStateException("bytes are missing, and nobody was told: " + pairs.get(i) + ", "
                                + taken[i] + " of " + sent[i] + ", the loop was told " + TOLD.get());
                    }
                }
            }
            return PAIRS - failed + " pairs went on, " + failed + " were told";
        } finally {
            release();
            for (SocketPair each : left) {
                Descriptors.close(each.first());
            }
            for (SocketPair each : right) {
                Descriptors.close(each.second());
            }
        }
    }

    /** A pair that has ended takes no more. */
    private static int write(int fd, ByteBuffer bytes) {
        try {
            return Descriptors.write(fd, bytes.clear());
        } catch (IOException | OutOfMemoryError e) {
            return 0;
        }
    }
}
