package dev.vigil.relay;

import dev.vigil.EventSource;
import dev.vigil.loop.EventLoop;
import dev.vigil.loop.EventLoopBuilder;
import dev.vigil.loop.Loops;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;

/**
 * A program whose relay may take more direct memory than its JVM has. Streams stall until there is none left, and further ones still have to
 * move, and the stalled ones in the end. Fails if they do not.
 */
public final class RelayScarcity {
    private static final int STREAMS = 20;

    /** What is sent and received at once. */
    private static final int PIECE = 8 * 1024;

    private RelayScarcity() {}

    public static void main(String[] arguments) throws Exception {
        // The JDK copies bytes of the heap by a buffer of its own, for each thread: it has one from here on.
        ByteBuffer bytes = ByteBuffer.allocate(PIECE);
        List<Throwable> thrown = new ArrayList<>();
        EventLoopBuilder loops = EventLoop.builder()
                .source(EventSource.builder().backend(arguments[0]))
                .onException((loop, e) -> thrown.add(e))
                .daemon(true);
        try (RelayRig rig = new RelayRig(RelayEnd::of, loops)) {
            RelayRig.Line first = rig.line();
            exchange(first, bytes);
            List<RelayRig.Line> stalled = new ArrayList<>();
            List<Long> sent = new ArrayList<>();
            for (int i = 0; i < STREAMS; i++) {
                RelayRig.Line line = rig.line();
                stalled.add(line);
                sent.add(flood(line, bytes));
                exchange(first, bytes);
                exchange(rig.line(), bytes);
            }
            for (int i = 0; i < STREAMS; i++) {
                take(stalled.get(i).right(), sent.get(i), bytes);
                exchange(stalled.get(i), bytes);
            }
            rig.assertNoBuffers();
            thrown.forEach(Throwable::printStackTrace);
            System.out.println("worked");
        }
    }

    private static long flood(RelayRig.Line line, ByteBuffer bytes) throws IOException {
        SocketChannel from = line.left();
        from.configureBlocking(false);
        long[] sent = {0};
        long[] last = {-1};
        int[] same = {0};
        Loops.until(
                () -> {
                    try {
                        last[0] = sent[0];
                        int taken;
                        do {
                            taken = from.write(bytes.clear());
                            sent[0] += taken;
                        } while (taken > 0);
                    } catch (IOException e) {
                        throw new AssertionError(e);
                    }
                    same[0] = sent[0] == last[0] && line.pair().forth().stalls() > 0 ? same[0] + 1 : 0;
                    return same[0] == 20;
                },
                "that all is full");
        from.configureBlocking(true);
        return sent[0];
    }

    /** A little both ways. */
    private static void exchange(RelayRig.Line line, ByteBuffer bytes) throws IOException {
        line.left().write(bytes.clear().limit(1000));
        take(line.right(), 1000, bytes);
        line.right().write(bytes.clear().limit(1000));
        take(line.left(), 1000, bytes);
    }

    private static void take(SocketChannel from, long count, ByteBuffer bytes) throws IOException {
        for (long left = count; left > 0; ) {
            int got = from.read(bytes.clear().limit((int) Math.min(left, PIECE)));
            if (got < 0) {
                throw new AssertionError("ended too early; bytes missing: " + left);
            }
            left -= got;
        }
    }
}
