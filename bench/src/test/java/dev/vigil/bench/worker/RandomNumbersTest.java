package dev.vigil.bench.worker;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RandomNumbersTest {
    @Test
    void theFirstNumberIsThatOfTheProtocol() {
        assertEquals(0x47E4CE4B896CDD1DL, new RandomNumbers(1).next());
    }

    @Test
    void aDeckStaysAPermutation() {
        Deck deck = new Deck(50, 1000);
        RandomNumbers random = new RandomNumbers(1);
        for (int i = 0; i < 100; i++) {
            deck.draw(50, random);
        }
        assertEquals(
                IntStream.range(0, 50).map(i -> 20 * i).boxed().toList(),
                IntStream.range(0, 50).map(deck::get).sorted().boxed().toList());
    }
}
