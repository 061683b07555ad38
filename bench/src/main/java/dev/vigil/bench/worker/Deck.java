package dev.vigil.bench.worker;

/** Indexes from which some are drawn. Never put back in order. */
public final class Deck {
    private final int[] indexes;

    /** {@code size} indexes, spread over {@code watched}. */
    public Deck(int size, int watched) {
        indexes = new int[size];
        for (int i = 0; i < size; i++) {
            indexes[i] = spread(i, size, watched);
        }
    }

    /** The place of the i-th of n special descriptors among those watched. */
    public static int spread(int i, int n, int watched) {
        return (int) ((long) i * watched / n);
    }

    /** Draws {@code count}: they are what {@link #get} returns for 0 to {@code count} - 1. */
    public void draw(int count, RandomNumbers random) {
        for (int i = 0; i < count; i++) {
            int other = i + (int) random.below(indexes.length - i);
            int index = indexes[other];
            indexes[other] = indexes[i];
            indexes[i] = index;
        }
    }

    public int get(int i) {
        return indexes[i];
    }
}
