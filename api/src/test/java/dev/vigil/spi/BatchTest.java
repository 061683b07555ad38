package dev.vigil.spi;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.IntBuffer;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BatchTest {
    @ParameterizedTest
    @ValueSource(ints = {0, -1, Settings.MAX_BATCH + 1, Integer.MAX_VALUE / 3 + 1, 1 << 30, Integer.MAX_VALUE})
    void aLimitOutOfRangeIsRefusedWithTheRange(int limit) {
        String message = assertThrows(IllegalArgumentException.class, () -> new Batch(limit))
                .getMessage();
        assertEquals("batch size " + limit + " is not between 1 and " + Settings.MAX_BATCH, message);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1})
    void whatTheSystemWroteIsTakenOverHoweverItIsLaidOut(int gap) {
        int stride = 3 + gap;
        int[] written = new int[2 * stride];
        for (int event = 0; event < 2; event++) {
            written[event * stride] = 100 + event;
            written[event * stride + 1 + gap] = event == 0 ? 7 : -1;
            written[event * stride + 2 + gap] = event == 0 ? 3 : -1;
        }
        Batch batch = new Batch(2);
        batch.fill(IntBuffer.wrap(written), 2, stride, 0, 1 + gap);
        assertEquals(2, batch.size());
        assertEquals(100, batch.readiness(0));
        assertEquals(101, batch.readiness(1));
        assertEquals(Table.word(7, 3), batch.word(0));
        assertEquals(Registrations.RESERVED_WORD, batch.word(1));
        assertFalse(batch.isReserved(0));
        assertTrue(batch.isReserved(1));
        batch.readiness(0, 5);
        assertEquals(5, batch.readiness(0));
    }
}
