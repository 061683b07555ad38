package dev.vigil.migrating;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vigil.spi.Batch;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the renter's rule promises, against the best choice in hindsight; and the accounts that carry it out. */
class PolicyTest {
    private static final int ROUNDS = 20_000;
    private static final int SLOT = 3;

    /** Costs that a test sets. */
    private record Costs(double rent, double price, double coldEvent) implements MigrationCosts {
        @Override
        public double wakeUp() {
            return coldEvent < price ? 0 : price;
        }

        @Override
        public int hot() {
            return 1;
        }

        @Override
        public int cold() {
            return 1;
        }
    }

    /** One descriptor under the rule: what its rounds, events and moves cost. */
    private static final class Ruled {
        final Ledger ledger = new Ledger();
        final Member member = new Member(null, null, null);
        final Batch event = new Batch(8);
        final Batch nothing = new Batch(8);
        final Costs costs;
        final double move;
        boolean hot;
        double cost;

        /** How many rounds after the end of its probation a set is awake to take it; never after its patience. */
        int delay;

        private int stay;
        private int waited;

        Ruled(Costs costs, double move, boolean hot) {
            this.costs = costs;
            this.move = move;
            this.hot = hot;
            MigrationPolicy rule = MigrationPolicy.renter();
            ledger.rules(rule.patience(costs), rule.worth(costs), rule.probation(costs));
            ledger.open(SLOT);
            event.add(SLOT, 1);
        }

        void round(boolean active) {
            if (hot) {
                cost += costs.rent;
                ledger.endRound(active ? event : nothing);
                stay = active ? 0 : stay + 1;
                waited = !active && ledger.isQuiet(SLOT) ? waited + 1 : 0;
                if (waited > delay || (waited > 0 && stay >= ledger.patience())) {
                    move();
                }
            } else {
                cost += active ? costs.coldEvent : 0;
                ledger.nextRound();
                if (active && ledger.earns(SLOT)) {
                    move();
                }
            }
        }

        private void move() {
            cost += move;
            hot = !hot;
            stay = 0;
            waited = 0;
            ledger.open(SLOT);
            if (!hot) {
                member.turnsCold(ledger.round(), ledger.patience());
            } else if (member.turnsHot(ledger.round(), ledger.patience())) {
                ledger.openOnProbation(SLOT);
            }
        }
    }

    /** The least that any sequence of moves could have cost. An event on the cold side may make the descriptor hot for nothing. */
    private static double hindsight(boolean[] active, Costs costs, double toHot, double toCold, boolean startHot) {
        double hot = startHot ? 0 : toHot;
        double cold = startHot ? toCold : 0;
        for (boolean event : active) {
            double stayHot = hot + costs.rent;
            double stayCold = cold + (event ? costs.coldEvent : 0);
            boolean free = event && toCold == 0;
            hot = Math.min(stayHot, stayCold + (free ? 0 : toHot));
            cold = Math.min(stayCold, stayHot + toCold);
        }
        return Math.min(hot, cold);
    }

    @ParameterizedTest
    @ValueSource(doubles = {0.001, 0.005, 0.01, 0.02, 0.1, 0.5, 0.9})
    void withAColdThreadTheRuleCostsAtMostTwiceTheBestChoice(double share) {
        Costs costs = new Costs(10, 1_000, 1_000);
        boolean[] active = activity(share);
        Ruled ruled = new Ruled(costs, 0, true);
        for (boolean event : active) {
            ruled.round(event);
        }
        double best = hindsight(active, costs, costs.price, 0, true);
        assertTrue(ruled.cost <= 2 * best + 2 * costs.price, () -> ruled.cost + " against " + best);
    }

    @Test
    void withAColdThreadTheWorstThatAnEnemyCanDoIsTwiceTheBestChoice() {
        Costs costs = new Costs(10, 1_000, 1_000);
        Ruled ruled = new Ruled(costs, 0, true);
        boolean[] active = new boolean[ROUNDS];
        for (int i = 0; i < ROUNDS; i++) {
            // The event comes as soon as the rent has been paid for nothing.
            active[i] = !ruled.hot;
            ruled.round(active[i]);
        }
        double best = hindsight(active, costs, costs.price, 0, true);
        double ratio = ruled.cost / best;
        assertTrue(ratio <= 2.05, () -> "ratio " + ratio);
        assertTrue(ratio >= 1.5, () -> "the enemy is none: ratio " + ratio);
    }

    /** He earns trust where it is cheap, when no set is awake in time for an early leave, and betrays it when one is. */
    @ParameterizedTest
    @ValueSource(ints = {0, 10, 25, 50, 84})
    void withAColdThreadAnEnemyWhoBetraysTheTrustThatHeHasEarnedGainsNothing(int delay) {
        Costs costs = new Costs(10, 1_000, 1_000);
        Ruled ruled = new Ruled(costs, 0, true);
        boolean[] active = new boolean[10 * ROUNDS];
        int away = 0;
        int wait = 0;
        int stays = 0;
        for (int i = 0; i < active.length; i++) {
            active[i] = !ruled.hot && away >= wait;
            boolean wasHot = ruled.hot;
            ruled.round(active[i]);
            away = ruled.hot ? 0 : away + 1;
            if (!wasHot && ruled.hot) {
                // A stay for the whole patience, then right to leave early, then wrong.
                boolean betrays = stays++ % 3 == 2;
                wait = betrays ? 0 : 110;
                ruled.delay = betrays ? 0 : delay;
            }
        }
        double best = hindsight(active, costs, costs.price, 0, true);
        double ratio = ruled.cost / best;
        assertTrue(ratio <= 2.02, () -> "ratio " + ratio);
        assertTrue(ratio > 1.1, () -> "the enemy is none: ratio " + ratio);
    }

    @Test
    void withAColdThreadADescriptorOfLoneEventsCostsAnEighthMoreThanItsEvents() {
        Costs costs = new Costs(10, 1_000, 1_000);
        Ruled ruled = new Ruled(costs, 0, true);
        boolean[] active = new boolean[ROUNDS];
        for (int i = 0; i < ROUNDS; i++) {
            active[i] = i % 500 == 0;
            ruled.round(active[i]);
        }
        double ratio = ruled.cost / hindsight(active, costs, costs.price, 0, true);
        assertEquals(1.125, ratio, 0.05);
    }

    @ParameterizedTest
    @ValueSource(doubles = {0.01, 0.05, 0.1, 0.15, 0.2, 0.25, 0.5, 0.9})
    void nestedTheRuleCostsAtMostThreeTimesTheBestChoice(double share) {
        double move = 400;
        Costs costs = new Costs(15, 2 * move, 90);
        boolean[] active = activity(share);
        Ruled ruled = new Ruled(costs, move, false);
        for (boolean event : active) {
            ruled.round(event);
        }
        double best = hindsight(active, costs, move, move, false);
        assertTrue(ruled.cost <= 3 * best + 3 * costs.price, () -> ruled.cost + " against " + best);
    }

    @Test
    void nestedADescriptorTurnsHotWhenItIsReadyOftenEnoughAndColdWhenItIsNot() {
        Costs costs = new Costs(15, 800, 90);
        Ruled often = new Ruled(costs, 400, false);
        Ruled seldom = new Ruled(costs, 400, true);
        for (int i = 0; i < ROUNDS; i++) {
            often.round(i % 2 == 0);
            seldom.round(i % 20 == 0);
        }
        assertTrue(often.hot);
        assertTrue(!seldom.hot);
    }

    private static boolean[] activity(double share) {
        SplittableRandom random = new SplittableRandom(Double.hashCode(share));
        boolean[] active = new boolean[ROUNDS];
        for (int i = 0; i < ROUNDS; i++) {
            active[i] = random.nextDouble() < share;
        }
        return active;
    }

    @Test
    void aFixedThresholdIsThatManyRounds() {
        MigrationPolicy policy = MigrationPolicy.fixed(50);
        Costs costs = new Costs(1, 1, 1);
        assertEquals(50, policy.patience(costs));
        assertEquals(50, policy.worth(costs));
        assertThrows(IllegalArgumentException.class, () -> MigrationPolicy.fixed(0));
        assertThrows(IllegalArgumentException.class, () -> MigrationPolicy.fixed(Long.MAX_VALUE));
    }

    @Test
    void aRoundThatFillsTheBatchLetsNobodyAge() {
        Ledger ledger = new Ledger();
        ledger.rules(1, 1, 1);
        ledger.open(SLOT);
        Batch full = new Batch(1);
        full.add(SLOT + 1, 1);
        ledger.open(SLOT + 1);
        ledger.endRound(full);
        assertTrue(!ledger.isQuiet(SLOT));
        ledger.endRound(new Batch(1));
        assertTrue(ledger.isQuiet(SLOT));
    }
}
