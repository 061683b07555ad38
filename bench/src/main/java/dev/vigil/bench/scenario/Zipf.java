package dev.vigil.bench.scenario;

import dev.vigil.bench.worker.RandomNumbers;

/** Descriptors by rank, of which the r-th is drawn with a weight of 1 / r: the law of Zipf. */
final class Zipf {
    private final double[] upTo;
    private final int[] byRank;
    private final int[] drawnIn;
    private int draws;

    Zipf(int size) {
        upTo = new double[size];
        byRank = new int[size];
        drawnIn = new int[size];
        double sum = 0;
        for (int rank = 0; rank < size; rank++) {
            sum += 1.0 / (rank + 1);
            upTo[rank] = sum;
            byRank[rank] = rank;
        }
    }

    /** Gives every descriptor another rank. */
    void shuffle(RandomNumbers random) {
        for (int i = byRank.length - 1; i > 0; i--) {
            int other = (int) random.below(i + 1);
            int index = byRank[other];
            byRank[other] = byRank[i];
            byRank[i] = index;
        }
    }

    /** Draws as many different ones as fit into the array. */
    void draw(int[] into, RandomNumbers random) {
        draws++;
        int count = 0;
        while (count < into.length) {
            int index = byRank[rank(random.fraction() * upTo[upTo.length - 1])];
            if (drawnIn[index] != draws) {
                drawnIn[index] = draws;
                into[count++] = index;
            }
        }
    }

    /** The first rank whose sum is beyond a number. */
    private int rank(double number) {
        int low = 0;
        int high = upTo.length - 1;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (upTo[middle] > number) {
                high = middle;
            } else {
                low = middle + 1;
            }
        }
        return low;
    }
}
