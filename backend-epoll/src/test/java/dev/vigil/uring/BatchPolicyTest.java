package dev.vigil.uring;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class BatchPolicyTest {
    /** What a machine charges for one operation, either way. */
    private record Machine(long call, long entry) {
        int batchesOf(BatchPolicy policy, int count, int turns) {
            int batches = 0;
            for (int i = 0; i < turns; i++) {
                boolean batched = policy.batches(count);
                batches += batched ? 1 : 0;
                if (policy.isTimed()) {
                    policy.took(batched, count, count * (batched ? entry : call));
                }
            }
            return batches;
        }
    }

    @Test
    void whereACallIsDearABatchBeginsWithTwo() {
        BatchPolicy policy = new BatchPolicy(false, 1_200);
        assertEquals(2, policy.least());
        assertFalse(policy.batches(1));
        assertTrue(policy.batches(2));
        assertTrue(policy.batches(1_000));
    }

    @Test
    void whereACallIsCheapThereIsNone() {
        BatchPolicy policy = new BatchPolicy(false, 70);
        assertEquals(0, policy.least());
        assertFalse(policy.batches(2));
        assertFalse(policy.batches(256));
    }

    @Test
    void inBetweenManyOperationsAreABatchAndFewAreNone() {
        BatchPolicy policy = new BatchPolicy(false, 120);
        assertFalse(policy.batches(2));
        assertTrue(policy.batches(64));
    }

    @Test
    void whatTurnsBringDecidesAgainstTheGuess() {
        BatchPolicy policy = new BatchPolicy(false, 70);
        int batches = new Machine(500, 200).batchesOf(policy, 16, 10_000);
        assertTrue(batches > 9_900, () -> batches + " batches though they pay");
        assertEquals(16, policy.least());
        BatchPolicy other = new BatchPolicy(false, 1_200);
        int calls = 10_000 - new Machine(200, 500).batchesOf(other, 16, 10_000);
        assertTrue(calls > 9_900, () -> calls + " as calls though batches do not pay");
    }

    @Test
    void aMachineThatChangesIsFollowed() {
        BatchPolicy policy = new BatchPolicy(false, 1_200);
        new Machine(1_200, 200).batchesOf(policy, 8, 5_000);
        assertTrue(policy.least() > 0);
        int late = new Machine(100, 900).batchesOf(policy, 8, 50_000);
        assertTrue(late < 1_000, () -> late + " batches though they do not pay any more");
    }

    @Test
    void anOutlierOrTwoChangeNothing() {
        BatchPolicy policy = new BatchPolicy(false, 1_200);
        new Machine(1_200, 200).batchesOf(policy, 8, 5_000);
        policy.took(true, 8, 8 * 5_000);
        assertTrue(policy.batches(8));
    }

    @Test
    void ifAskedForAlwaysNothingIsTimed() {
        BatchPolicy policy = new BatchPolicy(true, 1);
        for (int i = 0; i < 5_000; i++) {
            assertTrue(policy.batches(2));
            assertFalse(policy.isTimed());
        }
        assertFalse(policy.batches(1));
    }
}
