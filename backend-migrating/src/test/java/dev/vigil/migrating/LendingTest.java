package dev.vigil.migrating;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vigil.spi.Batch;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** Which sets are lent, for more of them than a word has bits. */
class LendingTest {
    private static final int SETS = 200;

    private final FakeMechanism hot = new FakeMechanism(Map.of());
    private final Lending lending = new Lending(hot, SETS);

    private List<Integer> found() {
        List<Integer> found = new ArrayList<>();
        for (int at = lending.next(0); at < SETS; at = lending.next(at + 1)) {
            found.add(at);
        }
        return found;
    }

    @Test
    void everySetThatIsLentIsFoundAndNoOther() {
        assertFalse(lending.any());
        TreeSet<Integer> lent = new TreeSet<>();
        Random random = new Random(1);
        for (int i = 0; i < 5_000; i++) {
            int set = random.nextInt(SETS);
            if (lent.add(set)) {
                lending.lent(set);
            } else {
                lent.remove(set);
                lending.givingBack(set);
            }
            assertEquals(List.copyOf(lent), found());
            assertEquals(!lent.isEmpty(), lending.any());
        }
    }

    @Test
    void theSearchBeginsWhereItIsTold() {
        for (int set : new int[] {0, 63, 64, 127, 128, 199}) {
            lending.lent(set);
        }
        assertEquals(63, lending.next(1));
        assertEquals(63, lending.next(63));
        assertEquals(64, lending.next(64));
        assertEquals(127, lending.next(65));
        assertEquals(199, lending.next(129));
        assertEquals(SETS, lending.next(SETS));
        lending.givingBack(199);
        assertEquals(SETS, lending.next(129));
    }

    @Test
    void aWholeWordOfSetsAndNoneAtAllAreSearchedToTheirEnds() {
        Lending word = new Lending(hot, Long.SIZE);
        assertEquals(Long.SIZE, word.next(0));
        word.lent(Long.SIZE - 1);
        assertEquals(Long.SIZE - 1, word.next(0));
        assertEquals(Long.SIZE, word.next(Long.SIZE));
        assertFalse(new Lending(hot, 0).any());
    }

    @Test
    void onlyAPollThatBlocksIsWoken() throws IOException {
        lending.lent(1);
        assertFalse(isWoken());
        lending.blocking(true);
        lending.lent(100);
        assertTrue(isWoken());
        lending.blocking(false);
        lending.lent(2);
        assertFalse(isWoken());
    }

    private boolean isWoken() throws IOException {
        Batch batch = hot.newBatch(1);
        hot.await(batch, 0);
        return batch.isWoken();
    }
}
