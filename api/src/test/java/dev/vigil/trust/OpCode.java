package dev.vigil.trust;

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
    HAUNT(1),
    ACT(30),
    REACT(5),
    POLL(40),
    WAKE_UP(1),
    NEST(1),
    UNNEST(1),
    CLOSE_SOURCE(1);

    private static final int TOTAL;

    static {
        int total = 0;
        for (OpCode code : values()) {
            total += code.weight;
        }
        TOTAL = total;
    }

    private final int weight;

    OpCode(int weight) {
        this.weight = weight;
    }

    static int total() {
        return TOTAL;
    }

    /** The one that a number below {@link #total} draws. */
    static OpCode drawn(int number) {
        int left = number;
        for (OpCode code : values()) {
            left -= code.weight;
            if (left < 0) {
                return code;
            }
        }
        throw new IllegalArgumentException("number " + number + ": below " + TOTAL);
    }
}
