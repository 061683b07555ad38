package dev.vigil;

/**
 * What was seen on a descriptor.
 *
 * <p>Every event has at least one flag. {@link #isHangup()}, {@link #isError()} and {@link #isInvalid()} come whether asked
 * for or not, and set {@link #isReadable()} and {@link #isWritable()} for the directions that were asked for, so that code
 * which knows those two learns the rest from read() and write(). Readiness is a hint: a read or write may still find
 * nothing to do (select(2), BUGS). Values are immutable and interned.
 *
 * <p>The bits are those of poll(2), {@code POLLIN} to {@code POLLNVAL}, which Linux's epoll and the BSDs share.
 */
public final class Readiness {
    /** Bit of {@link #isReadable()}. */
    public static final int READABLE_BIT = 0x01;

    /** Bit of {@link #isPriority()}. */
    public static final int PRIORITY_BIT = 0x02;

    /** Bit of {@link #isWritable()}. */
    public static final int WRITABLE_BIT = 0x04;

    /** Bit of {@link #isError()}. */
    public static final int ERROR_BIT = 0x08;

    /** Bit of {@link #isHangup()}. */
    public static final int HANGUP_BIT = 0x10;

    /** Bit of {@link #isInvalid()}. */
    public static final int INVALID_BIT = 0x20;

    /** Bit of {@link #isReadClosed()}. Not the system's number, which would need a table of thousands. */
    public static final int READ_CLOSED_BIT = 0x40;

    private static final int[] SPOKEN = {
        READABLE_BIT, WRITABLE_BIT, PRIORITY_BIT, READ_CLOSED_BIT, HANGUP_BIT, ERROR_BIT, INVALID_BIT
    };
    private static final String[] NAMES = {
        "readable", "writable", "priority", "readClosed", "hangup", "error", "invalid"
    };
    private static final Readiness[] ALL = new Readiness[0x80];

    static {
        for (int bits = 0; bits < ALL.length; bits++) {
            ALL[bits] = new Readiness(bits);
        }
    }

    /** Nothing was seen; no handler ever gets this. {@link EventSource#await} returns it when the time is over. */
    public static final Readiness NONE = ALL[0];

    private final int bits;
    private final String text;

    private Readiness(int bits) {
        this.bits = bits;
        this.text = name(bits, "none", NAMES);
    }

    /**
     * The readiness with the given flags.
     *
     * @param bits any combination of the {@code _BIT} constants
     * @return the one instance that has these flags
     */
    public static Readiness of(int bits) {
        return ALL[bits];
    }

    /**
     * The flags as one number.
     *
     * @return a combination of the {@code _BIT} constants
     */
    public int bits() {
        return bits;
    }

    /**
     * A read, or on a listening socket an accept, will find something: data, end of file, or the error.
     *
     * @return true if so
     */
    public boolean isReadable() {
        return (bits & READABLE_BIT) != 0;
    }

    /**
     * A write of at least one byte will be taken or will tell the error; on a connecting socket, the attempt is over.
     *
     * @return true if so
     */
    public boolean isWritable() {
        return (bits & WRITABLE_BIT) != 0;
    }

    /**
     * There is exceptional data. Never folded into {@link #isReadable()}.
     *
     * @return true if so
     */
    public boolean isPriority() {
        return (bits & PRIORITY_BIT) != 0;
    }

    /**
     * The peer will send no more. There may be data left: read until end of file. Only where {@link Interest#READ_CLOSED}
     * was asked for.
     *
     * @return true if so
     */
    public boolean isReadClosed() {
        return (bits & READ_CLOSED_BIT) != 0;
    }

    /**
     * Both directions are gone, or the other end of the pipe is. A shutdown by this side alone is no hang-up.
     *
     * @return true if so
     */
    public boolean isHangup() {
        return (bits & HANGUP_BIT) != 0;
    }

    /**
     * An error is pending; the next read or write tells it.
     *
     * @return true if so
     */
    public boolean isError() {
        return (bits & ERROR_BIT) != 0;
    }

    /**
     * The descriptor was closed while it was watched. Reported once, by backends that see it (poll); the registration has
     * ended.
     *
     * @return true if so
     */
    public boolean isInvalid() {
        return (bits & INVALID_BIT) != 0;
    }

    /**
     * Whether no flag is set.
     *
     * @return true only for {@link #NONE}
     */
    public boolean isEmpty() {
        return bits == 0;
    }

    @Override
    public String toString() {
        return text;
    }

    /** The names of the bits that are set, in the order of {@link #SPOKEN}, or {@code empty} when none is. */
    static String name(int bits, String empty, String[] names) {
        StringBuilder out = new StringBuilder();
        for (int i = 0; i < names.length; i++) {
            if ((bits & SPOKEN[i]) != 0) {
                out.append(out.length() == 0 ? "" : "|").append(names[i]);
            }
        }
        return out.length() == 0 ? empty : out.toString();
    }
}
