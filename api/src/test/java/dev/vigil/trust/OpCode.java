package dev.vigil.trust;

import java.util.Arrays;
import java.util.Random;

/** The operations of a script, with how often each is drawn. */
enum OpCode {
    OPEN(10),
    CLOSE(3),
    CLOSE_CANCELLED(3),
    REPLACE(2),
    REGISTER(12),
    UPDATE(10),
    REARM(6),
    ROTATE(1),
    CANCEL(3),
    DUPLICATE(2),
    DROP_DUPLICATE(2),
    HAUNT(2),
    ACT(30),
    REACT(5),
    POLL(40),
    WAKE_UP(1),
    NEST(3),
    UNNEST(1),
    CLOSE_SOURCE(1);

    private static final int[] FACTORS = {0, 1, 1, 4};

    private final int weight;

    OpCode(int weight) {
        this.weight = weight;
    }

    /**
     * Weights for one script. Each has its own, so that what is rare in most is frequent in some, and what hides something is
     * missing in others.
     */
    static int[] weights(Random random) {
        OpCode[] all = values();
        int[] weights = new int[all.length];
        for (int i = 0; i < all.length; i++) {
            boolean needed = all[i] == OPEN || all[i] == REGISTER || all[i] == POLL;
            weights[i] = all[i].weight * (needed ? 1 : FACTORS[random.nextInt(FACTORS.length)]);
        }
        return weights;
    }

    static OpCode drawn(int[] weights, Random random) {
        int left = random.nextInt(Arrays.stream(weights).sum());
        int drawn = -1;
        while (left >= 0) {
            left -= weights[++drawn];
        }
        return values()[drawn];
    }
}
