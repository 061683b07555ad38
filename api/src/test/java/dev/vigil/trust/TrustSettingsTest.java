package dev.vigil.trust;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Scripts as text: what is written is read again, and what cannot be read is told on one line. */
class TrustSettingsTest {
    @Test
    void aScriptIsReadAsItWasWritten() {
        for (long seed = 0; seed < 100; seed++) {
            Script script = Script.random(seed, 50);
            assertEquals(script, Script.parse(script.toString()));
            assertEquals(script, Script.random(seed, 50), "a seed is one script");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "open.0.1",
                ":open.0.1",
                "0:open.0.1",
                "x:open.0.1",
                "1:open",
                "1:open.0",
                "1:open.6.0",
                "1:open.0.-1",
                "1:open.0.4096",
                "1:fly.0.0",
                "1:open.0.1.2",
                "1:open.a.b",
                "1:2:open.0.1"
            })
    void aScriptThatCannotBeReadIsToldOnOneLine(String text) {
        String message = assertThrows(IllegalArgumentException.class, () -> Script.parse(text))
                .getMessage();
        assertFalse(message.contains("\n"), message);
        assertTrue(message.contains("script is") || message.contains("no operation"), message);
    }

    @Test
    void aScriptThatFailsIsShrunkToWhatItNeeds() {
        Script script =
                Script.random(1, 300).with(17, new Op(OpCode.NEST, 3, 999)).with(200, new Op(OpCode.ROTATE, 2, 5));
        Script shortest = new Shrinker(shorter -> shorter.ops().stream().anyMatch(op -> op.code() == OpCode.NEST)
                        && shorter.ops().stream().anyMatch(op -> op.code() == OpCode.ROTATE))
                .shrink(script);
        assertEquals(2, shortest.ops().size(), shortest::toString);
        assertTrue(shortest.ops().stream().allMatch(op -> op.argument() == 0), shortest::toString);
    }
}
