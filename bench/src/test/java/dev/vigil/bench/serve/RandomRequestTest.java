package dev.vigil.bench.serve;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Whatever comes, however it is cut: nothing is thrown, there is an end, and it is the same. */
class RandomRequestTest {
    private static final long SEED = Long.getLong("vigil.seed", 20_261_127);
    private static final int REQUESTS = Integer.getInteger("vigil.requests", 100_000);

    private static final String[] PIECES = {
        "GET",
        "HEAD",
        "POST",
        " ",
        "  ",
        "/",
        "/a?b",
        "http://x/",
        "HTTP/1.1",
        "HTTP/1.0",
        "HTTP/2.0",
        "HTTP/",
        "\r\n",
        "\n",
        "\r",
        "Host:",
        "host: x",
        "Connection: close",
        "Connection: keep-alive,",
        "Content-Length: 0",
        "Content-Length: 1",
        "Content-Length: 99999999999999999999",
        "Transfer-Encoding: chunked",
        ":",
        "X: \t",
        "\0",
        "\u00ff",
        "\u007f",
        "é"
    };

    private record Outcome(Status status, int consumed, boolean head, boolean keepAlive) {}

    @Test
    void an_end_is_found_however_the_bytes_are_cut() {
        Random random = new Random(SEED);
        int good = 0;
        int refused = 0;
        for (int i = 0; i < REQUESTS; i++) {
            byte[] bytes = request(random);
            Outcome whole = parse(bytes, bytes.length, random);
            Outcome cut = parse(bytes, 1 + random.nextInt(7), random);
            int number = i;
            assertEquals(
                    whole,
                    cut,
                    () -> "seed " + SEED + ", request " + number + ": "
                            + new String(bytes, StandardCharsets.ISO_8859_1));
            assertTrue(whole.consumed <= RequestParser.LIMIT + 1, () -> "took " + whole.consumed);
            if (whole.status == Status.OK) {
                good++;
            } else if (whole.status != null) {
                refused++;
            }
        }
        // Else what is made up here tries nothing.
        assertTrue(good > REQUESTS / 100 && refused > REQUESTS / 100, good + " good, " + refused + " refused");
    }

    private static Outcome parse(byte[] bytes, int most, Random random) {
        RequestParser parser = new RequestParser();
        int at = 0;
        Status status = null;
        while (at < bytes.length && status == null) {
            int count = Math.min(bytes.length - at, most == bytes.length ? most : 1 + random.nextInt(most));
            ByteBuffer input = ByteBuffer.wrap(bytes, at, count);
            status = parser.next(input);
            at = input.position();
        }
        boolean isOk = status == Status.OK;
        return new Outcome(status, at, isOk && parser.isHead(), isOk && parser.isKeepAlive());
    }

    /** A good one that something has been done to, pieces of good ones in any order, or bytes. */
    private static byte[] request(Random random) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        switch (random.nextInt(4)) {
            case 0 -> {
                byte[] any = new byte[random.nextInt(200)];
                random.nextBytes(any);
                bytes.writeBytes(any);
            }
            case 1 -> {
                for (int i = random.nextInt(30); i >= 0; i--) {
                    bytes.writeBytes(PIECES[random.nextInt(PIECES.length)].getBytes(StandardCharsets.UTF_8));
                }
            }
            case 2 -> {
                bytes.writeBytes("GET / HTTP/1.1\r\nHost: x\r\n".getBytes(StandardCharsets.US_ASCII));
                // Beyond the limit, now and then.
                for (int i = random.nextInt(random.nextInt(20) == 0 ? 3000 : 10); i > 0; i--) {
                    bytes.writeBytes("X: y\r\n".getBytes(StandardCharsets.US_ASCII));
                }
                bytes.writeBytes("\r\n".getBytes(StandardCharsets.US_ASCII));
            }
            default -> {
                byte[] good = "HEAD /a HTTP/1.0\r\nConnection: keep-alive\r\nContent-Length: 0\r\n\r\n"
                        .getBytes(StandardCharsets.US_ASCII);
                for (int i = random.nextInt(3); i > 0; i--) {
                    good[random.nextInt(good.length)] = (byte) random.nextInt(256);
                }
                bytes.writeBytes(good);
            }
        }
        return bytes.toByteArray();
    }
}
