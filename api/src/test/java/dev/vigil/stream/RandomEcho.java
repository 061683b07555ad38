package dev.vigil.stream;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Random;

/**
 * The near side in the random test: checks what comes and sends it back, in random pieces, with random pauses; leaves some of it to be
 * offered again, and sometimes goes on although it was told to stop. What it sends back comes out of its own memory.
 */
final class RandomEcho extends Told {
    private final Random random;
    private long place;

    /** Whether it waits for room. */
    private boolean waits;

    RandomEcho(long seed) {
        this.random = new Random(seed);
    }

    @Override
    void take(Stream stream, ByteBuffer data) {
        // Not all that was told is kept: it would be much.
        if (events.size() > 1000) {
            events.clear();
        }
        int most = random.nextInt(3) == 0 ? random.nextInt(data.remaining() + 1) : data.remaining();
        if (data.remaining() >= 30_000) {
            most = data.remaining();
        }
        boolean more = true;
        for (int left = most; left > 0; ) {
            int count = 1 + random.nextInt(left);
            byte[] piece = new byte[count];
            data.get(piece);
            for (int i = 0; i < count; i++) {
                if (piece[i] != StreamRig.at(place)) {
                    throw new AssertionError("another byte at " + place);
                }
                place++;
            }
            more = stream.write(ByteBuffer.wrap(piece));
            left -= count;
        }
        if (random.nextInt(20) == 0) {
            stream.flush();
        }
        if (!more && random.nextBoolean()) {
            waits = true;
            stream.pause();
        } else if (random.nextInt(10) == 0 || (most == 0 && data.hasRemaining())) {
            // Else what was left would come again only with what follows, and nothing may.
            pauseAWhile(stream);
        }
    }

    private void pauseAWhile(Stream stream) {
        stream.pause();
        Runnable resume = () -> {
            if (!waits) {
                stream.resume();
            }
        };
        if (random.nextBoolean()) {
            stream.loop().execute(resume);
        } else {
            stream.loop().schedule(Duration.ofNanos(random.nextInt(500_000)), resume);
        }
    }

    @Override
    void writable(Stream stream) {
        if (waits) {
            waits = false;
            stream.resume();
        }
    }

    @Override
    public void onEnd(Stream stream, ByteBuffer rest) {
        while (rest.hasRemaining()) {
            if (rest.get(rest.position()) != StreamRig.at(place)) {
                throw new AssertionError("another byte at " + place);
            }
            place++;
            stream.write(rest.duplicate().limit(rest.position() + 1));
            rest.get();
        }
        if (random.nextBoolean()) {
            stream.close();
        } else {
            stream.shutdownOutput();
        }
    }
}
