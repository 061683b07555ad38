package dev.vigil.kqueue;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class KeventLayoutTest {
    private static final long IDENT = 0x0102_0304_0506_0708L;
    private static final long WORD = 0xf1f2_f3f4_f5f6_f7f8L;

    private final ByteBuffer buffer = ByteBuffer.allocate(192).order(ByteOrder.nativeOrder());

    @ParameterizedTest
    @CsvSource({"CLASSIC,32,2,10,2,12,16,24", "EXTENDED,64,2,10,2,12,16,24", "WIDE,40,4,12,4,16,24,32"})
    void eachFieldIsWhereTheHeaderPutsIt(
            KeventLayout layout, int size, int filterSize, int flags, int flagsSize, int fflags, int data, int udata) {
        int at = 64;
        layout.put(buffer, at, IDENT, 0x1234, 0x80f1, 0x8765_4321, WORD);
        assertEquals(size, layout.size());
        assertEquals(IDENT, buffer.getLong(at));
        assertEquals(0x1234, number(at + 8, filterSize));
        assertEquals(0x80f1, number(at + flags, flagsSize));
        assertEquals(0x8765_4321, buffer.getInt(at + fflags));
        assertEquals(0, buffer.getLong(at + data));
        assertEquals(WORD, buffer.getLong(at + udata));
    }

    @ParameterizedTest
    @EnumSource
    void whatIsWrittenIsReadBackAndNothingBesideIt(KeventLayout layout) {
        for (int i = 0; i < buffer.capacity(); i++) {
            buffer.put(i, (byte) 0x55);
        }
        int at = 64;
        layout.put(buffer, at, IDENT, 7, 0xc0ff, 3, WORD);
        assertEquals(IDENT, layout.ident(buffer, at));
        assertEquals(7, layout.filter(buffer, at));
        assertEquals(0xc0ff, layout.flags(buffer, at));
        assertEquals(3, layout.fflags(buffer, at));
        assertEquals(0, layout.data(buffer, at));
        assertEquals(WORD, layout.udata(buffer, at));
        assertEquals((byte) 0x55, buffer.get(at - 1));
        assertEquals((byte) 0x55, buffer.get(at + layout.size()));
    }

    @Test
    void negativeFiltersKeepTheirSign() {
        KeventLayout.CLASSIC.put(buffer, 0, 1, -15, 1, 0, 0);
        assertEquals(-15, KeventLayout.CLASSIC.filter(buffer, 0));
        KeventLayout.EXTENDED.put(buffer, 0, 1, -11, 1, 0, 0);
        assertEquals(-11, KeventLayout.EXTENDED.filter(buffer, 0));
    }

    @Test
    void theExtensionOfTheLongLayoutIsCleared() {
        for (int i = 0; i < 64; i++) {
            buffer.put(i, (byte) 0x55);
        }
        KeventLayout.EXTENDED.put(buffer, 0, 1, -1, 1, 0, WORD);
        for (int at = 32; at < 64; at += 8) {
            assertEquals(0, buffer.getLong(at), "ext at " + at);
        }
    }

    private int number(int at, int size) {
        return size == 2 ? Short.toUnsignedInt(buffer.getShort(at)) : buffer.getInt(at);
    }
}
