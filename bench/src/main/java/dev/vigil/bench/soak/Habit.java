package dev.vigil.bench.soak;

/** What a client does with its connection. The first byte that it sends says which. */
enum Habit {
    /** Sends, reads all of it back, closes. */
    PLAIN(12),
    /** Sends, ends its direction, reads until the end. */
    HALF_CLOSE(4),
    /** Sends, and resets the connection as soon as something comes back. */
    RESET(2),
    /** Asks the server to reset the connection. */
    BE_RESET(2),
    /** Sends an urgent byte in the middle. */
    URGENT(2),
    /** Reads so slowly that the server cannot get rid of what it has to send. */
    SLOW(1),
    /** Says nothing for a while. */
    IDLE(1);

    private static final Habit[] ALL = values();
    private static final int SUM = sum();

    private final int weight;

    Habit(int weight) {
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
