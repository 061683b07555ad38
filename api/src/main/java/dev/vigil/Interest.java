package dev.vigil;

/**
 * What to watch a descriptor for, and how to be told.
 *
 * <p>An interest is a set of directions ({@link #READ}, {@link #WRITE}, {@link #PRIORITY}, {@link #READ_CLOSED}) and of
 * modes ({@link #edge()}, {@link #oneShot()}, {@link #exclusive()}). Without a mode delivery is level: the handler is
 * called by every poll for as long as the descriptor is ready. Interests are immutable and interned: equal interests are
 * the same object, and combining them allocates nothing.
 *
 * <p>Hang-up, error and an invalid descriptor are reported whether asked for or not; only {@link #NONE} and a one-shot
 * registration that has fired are silent for everything.
 *
 * <p>Which modes and directions a source takes is told by {@link EventSource#features()}. What it cannot honour is refused
 * at registration; nothing degrades silently.
 */
public final class Interest {
    private static final int DIRECTIONS =
            Readiness.READABLE_BIT | Readiness.PRIORITY_BIT | Readiness.WRITABLE_BIT | Readiness.READ_CLOSED_BIT;

    /** Where a readiness has what is not asked for: error, hang-up, invalid. */
    private static final int EDGE_BIT = Readiness.ERROR_BIT;

    private static final int ONE_SHOT_BIT = Readiness.HANGUP_BIT;
    private static final int EXCLUSIVE_BIT = Readiness.INVALID_BIT;

    private static final String[] NAMES = {"READ", "WRITE", "PRIORITY", "READ_CLOSED"};
    private static final Interest[] ALL = new Interest[0x80];

    static {
        for (int bits = 0; bits < ALL.length; bits++) {
            ALL[bits] = new Interest(bits);
        }
    }

    /** Nothing: the registration stays, and is silent until its next {@link Registration#update update}. */
    public static final Interest NONE = ALL[0];

    /** Something can be read: data, end of file, or, on a listening socket, a connection to accept. */
    public static final Interest READ = ALL[Readiness.READABLE_BIT];

    /** Something can be written, or, on a connecting socket, the connection is established or has failed. */
    public static final Interest WRITE = ALL[Readiness.WRITABLE_BIT];

    /** Exceptional data: TCP urgent data, a changed sysfs attribute or GPIO line ({@code POLLPRI} of poll(2)). */
    public static final Interest PRIORITY = ALL[Readiness.PRIORITY_BIT];

    /**
     * The peer will send no more ({@code POLLRDHUP} of poll(2)). Under level delivery it stays true until the descriptor is
     * closed, so ask for it only while you act on it.
     */
    public static final Interest READ_CLOSED = ALL[Readiness.READ_CLOSED_BIT];

    private final int bits;
    private final String text;

    private Interest(int bits) {
        this.bits = bits;
        this.text = describe(bits);
    }

    /**
     * Adds the directions and modes of another interest.
     *
     * @param other what to add
     * @return the interest that has all of both
     */
    public Interest and(Interest other) {
        return ALL[bits | other.bits];
    }

    /**
     * Removes the directions and modes of another interest.
     *
     * @param other what to remove
     * @return this interest less what the other has
     */
    public Interest without(Interest other) {
        return ALL[bits & ~other.bits];
    }

    /**
     * The same interest with edge delivery: the handler is called when the state may have changed since it was last called,
     * and must read, write or accept until nothing is left. Native to epoll and kqueue ({@link Feature#EDGE}).
     *
     * @return this interest, edge-triggered
     */
    public Interest edge() {
        return ALL[bits | EDGE_BIT];
    }

    /**
     * The same interest with one-shot delivery: after one event the descriptor is silent for everything, errors and hang-up
     * too, until {@link Registration#rearm()} or {@link Registration#update}. Every backend has it.
     *
     * @return this interest, one-shot
     */
    public Interest oneShot() {
        return ALL[bits | ONE_SHOT_BIT];
    }

    /**
     * The same interest with exclusive wake-ups: of all sources that watch the same open file exclusively, an event wakes
     * at least one and not all. Only with {@link #READ} and {@link #WRITE}, level or edge; only on epoll
     * ({@link Feature#EXCLUSIVE}; {@code EPOLLEXCLUSIVE} of epoll_ctl(2), Linux 4.5).
     *
     * @return this interest, exclusive
     */
    public Interest exclusive() {
        return ALL[bits | EXCLUSIVE_BIT];
    }

    /**
     * Whether everything in another interest is in this one too.
     *
     * @param other directions and modes to look for
     * @return true if all of them are here
     */
    public boolean contains(Interest other) {
        return (bits & other.bits) == other.bits;
    }

    /**
     * Whether this interest has {@link #READ}.
     *
     * @return true if it does
     */
    public boolean isRead() {
        return (bits & Readiness.READABLE_BIT) != 0;
    }

    /**
     * Whether this interest has {@link #WRITE}.
     *
     * @return true if it does
     */
    public boolean isWrite() {
        return (bits & Readiness.WRITABLE_BIT) != 0;
    }

    /**
     * Whether this interest has {@link #PRIORITY}.
     *
     * @return true if it does
     */
    public boolean isPriority() {
        return (bits & Readiness.PRIORITY_BIT) != 0;
    }

    /**
     * Whether this interest has {@link #READ_CLOSED}.
     *
     * @return true if it does
     */
    public boolean isReadClosed() {
        return (bits & Readiness.READ_CLOSED_BIT) != 0;
    }

    /**
     * Whether delivery is edge.
     *
     * @return true if it is
     */
    public boolean isEdge() {
        return (bits & EDGE_BIT) != 0;
    }

    /**
     * Whether delivery is one-shot.
     *
     * @return true if it is
     */
    public boolean isOneShot() {
        return (bits & ONE_SHOT_BIT) != 0;
    }

    /**
     * Whether wake-ups are exclusive.
     *
     * @return true if they are
     */
    public boolean isExclusive() {
        return (bits & EXCLUSIVE_BIT) != 0;
    }

    /**
     * The directions as readiness bits ({@link Readiness#bits()}), for backends: the bit of {@link #READ} is that of
     * {@link Readiness#isReadable()}, and so on.
     *
     * @return 0 for an interest without a direction
     */
    public int directions() {
        return bits & DIRECTIONS;
    }

    /** All of it as one number below 128, for tables indexed by interest. */
    int bits() {
        return bits;
    }

    @Override
    public String toString() {
        return text;
    }

    private static String describe(int bits) {
        StringBuilder out = new StringBuilder(Readiness.name(bits & DIRECTIONS, "NONE", NAMES));
        if ((bits & EDGE_BIT) != 0) {
            out.append(" edge");
        }
        if ((bits & ONE_SHOT_BIT) != 0) {
            out.append(" one-shot");
        }
        if ((bits & EXCLUSIVE_BIT) != 0) {
            out.append(" exclusive");
        }
        return out.toString();
    }
}
