package dev.vigil.stream;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;

/**
 * The far side of a stream in the random test: sends in random pieces, reads slowly or fast, ends its output, or breaks off in the middle.
 * What it gets back must be what it has sent.
 */
final class RandomPeer {
    private final SocketChannel channel;
    private final long bytes;
    private final long seed;

    /** Where it resets the connection, or beyond the end. */
    private final long resetAt;

    private final AtomicBoolean broken = new AtomicBoolean();

    RandomPeer(SocketChannel channel, long bytes, long resetAt, long seed) {
        this.channel = channel;
        this.bytes = bytes;
        this.resetAt = resetAt;
        this.seed = seed;
    }

    boolean resets() {
        return resetAt < bytes;
    }

    /** Both directions, each on a thread of its own; ends when both have. */
    CompletableFuture<Void> start() {
        return CompletableFuture.allOf(run(this::send), run(this::receive));
    }

    private interface Work {
        void run() throws IOException;
    }

    private CompletableFuture<Void> run(Work work) {
        CompletableFuture<Void> result = new CompletableFuture<>();
        Thread thread = new Thread(() -> {
            try {
                work.run();
                result.complete(null);
            } catch (IOException e) {
                if (broken.get()) {
                    result.complete(null);
                } else {
                    result.completeExceptionally(e);
                }
            } catch (Throwable e) {
                result.completeExceptionally(e);
            }
        });
        thread.setDaemon(true);
        thread.start();
        return result;
    }

    private void send() throws IOException {
        Random random = new Random(seed);
        ByteBuffer buffer = ByteBuffer.allocateDirect(200_000);
        for (long place = 0; place < bytes; ) {
            int count = (int) Math.min(
                    bytes - place, random.nextInt(8) == 0 ? 1 + random.nextInt(200_000) : 1 + random.nextInt(3000));
            buffer.clear();
            for (int i = 0; i < count; i++) {
                buffer.put(StreamRig.at(place + i));
            }
            StreamRig.put(channel, buffer.flip());
            place += count;
            if (place >= resetAt) {
                broken.set(true);
                StreamRig.reset(channel);
                return;
            }
            if (random.nextInt(16) == 0) {
                LockSupport.parkNanos(random.nextInt(100_000));
            }
        }
        channel.shutdownOutput();
    }

    private void receive() throws IOException {
        Random random = new Random(~seed);
        boolean slow = random.nextBoolean();
        ByteBuffer buffer = ByteBuffer.allocateDirect(slow ? 3000 : 100_000);
        long place = 0;
        while (true) {
            buffer.clear().limit(1 + random.nextInt(buffer.capacity()));
            int count = channel.read(buffer);
            if (count < 0) {
                break;
            }
            buffer.flip();
            while (buffer.hasRemaining()) {
                if (buffer.get() != StreamRig.at(place)) {
                    throw new AssertionError("another byte at " + place + ", seed " + seed);
                }
                place++;
            }
            if (slow && random.nextInt(8) == 0) {
                LockSupport.parkNanos(random.nextInt(100_000));
            }
        }
        if (place != bytes && !broken.get()) {
            throw new AssertionError("the end after " + place + " of " + bytes + ", seed " + seed);
        }
    }
}
