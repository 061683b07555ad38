package dev.vigil.bench.flow;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;

class PatternTest {
    private final Pattern pattern = new Pattern(64);

    private ByteBuffer read(long place, int length) {
        ByteBuffer read = ByteBuffer.allocate(64);
        return read.put(pattern.from(place, length));
    }

    @Test
    void aPieceFitsWhereItBelongs() {
        for (long place = 0; place < 1000; place++) {
            assertEquals(64, pattern.from(place, 64).remaining());
            assertTrue(Pattern.fits(read(place, 64), place));
        }
        assertTrue(Pattern.fits(read(5L << 40, 1), 5L << 40));
    }

    @Test
    void aByteLostOrDoubledIsNoticed() {
        assertFalse(Pattern.fits(read(100, 64), 101));
        assertFalse(Pattern.fits(read(100, 64), 99));
        ByteBuffer gap = ByteBuffer.allocate(64).put(pattern.from(100, 10)).put(pattern.from(111, 10));
        assertFalse(Pattern.fits(gap, 100));
    }

    @Test
    void nothingFitsEverywhere() {
        assertTrue(Pattern.fits(ByteBuffer.allocate(1), 7));
    }
}
