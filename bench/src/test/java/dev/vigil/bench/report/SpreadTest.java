package dev.vigil.bench.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import org.junit.jupiter.api.Test;

class SpreadTest {
    @Test
    void medianAndQuartilesOfAnOddNumberAreFiguresThemselves() {
        assertEquals(new Spread(2, 3, 4), Spread.of(List.of(5.0, 1.0, 4.0, 2.0, 3.0)));
    }

    @Test
    void medianOfAnEvenNumberLiesBetweenTheTwoInTheMiddle() {
        assertEquals(2.5, Spread.median(4, 1, 3, 2));
    }

    @Test
    void aSingleFigureHasNoSpread() {
        assertEquals(new Spread(7, 7, 7), Spread.of(List.of(7.0)));
    }

    @Test
    void noFiguresAreRefused() {
        assertThrows(IllegalArgumentException.class, () -> Spread.of(List.of()));
    }
}
