package dev.vigil.bench.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Sizes, times and addresses as users type them. */
class QuantitiesTest {
    @Test
    void sizesMayHaveAUnit() {
        assertEquals(4096, Quantities.bytes("4096"));
        assertEquals(256 * 1024, Quantities.bytes("256k"));
        assertEquals(4L << 20, Quantities.bytes("4MiB"));
        assertEquals(1L << 30, Quantities.bytes("1g"));
    }

    @Test
    void timesMayHaveAUnit() {
        assertEquals(Duration.ZERO, Quantities.time("0"));
        assertEquals(Duration.ofMillis(500), Quantities.time("500ms"));
        assertEquals(Duration.ofSeconds(30), Quantities.time("30"));
        assertEquals(Duration.ofMinutes(5), Quantities.time("5m"));
        assertEquals(Duration.ofHours(1), Quantities.time("1h"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "k", "-1", "1.5k", "7x", "9999999999g", "99999999999999999999"})
    void whatIsNoSizeIsRefused(String typed) {
        assertThrows(IllegalArgumentException.class, () -> Quantities.bytes(typed));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "s", "-1s", "1d", "99999999999s"})
    void whatIsNoTimeIsRefused(String typed) {
        assertThrows(IllegalArgumentException.class, () -> Quantities.time(typed));
    }
}
