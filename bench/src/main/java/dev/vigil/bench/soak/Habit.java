package dev.vigil.bench.soak;

/** What a client does with its connection. The first byte that it sends says which. */
enum Habit {
    /** Sends, reads all of it back, closes. */
    PLAIN('p', 12),
    /** Sends, ends its direction, reads until the end. */
    HALF_CLOSE('h', 4),
    /** Sends, and resets the connection as soon as something comes back. */
    RESET('r', 2),
    /** Asks the server to reset the connection. */
    BE_RESET('b', 2),
    /** Sends an urgent byte in the middle. */
    URGENT('u', 2),
    /** Reads so slowly that the server cannot get rid of what it has to send. */
    SLOW('s', 1),
    /** Says nothing for a while. */
    IDLE('i', 1);

    private static final Habit[] ALL = values();
    private static final int SUM = sum();

    /** The first byte that it sends. */
    final byte first;

    private final int weight;

    Habit(char first, int weight) {
        this.first = (byte) first;
        this.weight = weight;
    }

    private static int sum() {
        int sum = 0;
        for (Habit habit : ALL) {
            sum += habit.weight;
        }
        return sum;
    }

    /** The habit of a number, as often as its weight says. */
    static Habit drawn(int number) {
        int left = Math.floorMod(number, SUM);
        int drawn = 0;
        while (left >= ALL[drawn].weight) {
            left -= ALL[drawn].weight;
            drawn++;
        }
        return ALL[drawn];
    }
}
