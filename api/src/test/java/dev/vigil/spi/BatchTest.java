package dev.vigil.spi;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

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
}
