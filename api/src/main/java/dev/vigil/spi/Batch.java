package dev.vigil.spi;

import java.nio.IntBuffer;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The events that one wait fetched, as words and readiness bits. Each polling thread has its own; a mechanism that needs
 * native memory per waiter keeps it in a subclass. Not thread-safe.
 */
public class Batch {
    /**
     * An event is three ints: the readiness, the word's lower half (the slot), its upper half (the generation). That is how the
     * kernel packs them on x86-64 ({@code struct epoll_event}), so that one copy moves what epoll_wait(2) returned.
     */
    static final int STRIDE = 3;

    static final int SLOT = 1;
    static final int GENERATION = 2;

    final int[] events;

    private final int limit;
    final AtomicLong interruptions = new AtomicLong();
    final AtomicLong scans = new AtomicLong();
    int size;
    int next;
    boolean wakeSeen;

    /**
     * Makes an empty batch.
     *
     * @param limit how many events it holds at most
     * @throws IllegalArgumentException if the limit is not between 1 and {@value Settings#MAX_BATCH}
     */
    public Batch(int limit) {
        Settings.requireBatchSize(limit);
        this.limit = limit;
        events = new int[limit * STRIDE];
    }

    /**
     * Adds an event.
     *
     * @param word the watch's word
     * @param readiness what the system said, in {@link dev.vigil.Readiness} bits
     * @throws ArrayIndexOutOfBoundsException if the batch is full
     */
    public final void add(long word, int readiness) {
        int at = size * STRIDE;
        events[at] = readiness;
        events[at + SLOT] = (int) word;
        events[at + GENERATION] = (int) (word >>> Integer.SIZE);
        size++;
    }

    /**
     * Takes over what the system wrote, event behind event, all at once. In the place of the readiness stands what the system said
     * until {@link #readiness(int, int)} replaces it.
     *
     * @param written where it stands, from the beginning
     * @param count how many events, no more than the limit
     * @param stride how many ints an event takes
     * @param said which of these is what the system said
     * @param word which of these is the lower half of the watch's word; the upper half stands behind it
     */
    protected final void fill(IntBuffer written, int count, int stride, int said, int word) {
        if (stride == STRIDE && said == 0 && word == SLOT) {
            written.get(0, events, 0, count * STRIDE);
        } else {
            for (int i = 0, from = 0, to = 0; i < count; i++, from += stride, to += STRIDE) {
                events[to] = written.get(from + said);
                events[to + SLOT] = written.get(from + word);
                events[to + GENERATION] = written.get(from + word + 1);
            }
        }
        size = count;
    }

    /**
     * Replaces the readiness of an event.
     *
     * @param at which one, from 0
     * @param readiness its bits
     */
    protected final void readiness(int at, int readiness) {
        events[at * STRIDE] = readiness;
    }

    /**
     * Whether the word of an event is {@link Registrations#RESERVED_WORD}. Only the half is looked at that no registration has.
     *
     * @param at which one, from 0
     * @return true if it is
     */
    protected final boolean isReserved(int at) {
        return events[at * STRIDE + SLOT] == (int) Registrations.RESERVED_WORD;
    }

    /**
     * How many events it holds at most.
     *
     * @return the limit
     */
    public final int limit() {
        return limit;
    }

    /**
     * Whether it holds as many events as it can.
     *
     * @return true if nothing more can be added
     */
    public final boolean isFull() {
        return size == limit;
    }

    /**
     * How many events it holds.
     *
     * @return the number added since the wait began
     */
    public final int size() {
        return size;
    }

    /**
     * The word of an event, for mechanisms that read the batch of a delegate.
     *
     * @param at which one, from 0
     * @return its word
     */
    public final long word(int at) {
        return Table.word(events[at * STRIDE + SLOT], events[at * STRIDE + GENERATION]);
    }

    /**
     * The readiness of an event, for mechanisms that read the batch of a delegate.
     *
     * @param at which one, from 0
     * @return its bits
     */
    public final int readiness(int at) {
        return events[at * STRIDE];
    }

    /**
     * Takes an event out, for mechanisms that watch something of their own among the rest. The last event takes its place.
     *
     * @param at which one, from 0
     */
    public final void remove(int at) {
        size--;
        System.arraycopy(events, size * STRIDE, events, at * STRIDE, STRIDE);
    }

    /**
     * Takes over what another batch has counted, for mechanisms that read the batch of a delegate. Its events stay there.
     *
     * @param other a batch that no thread waits with at this moment
     */
    public final void absorb(Batch other) {
        move(other.scans, scans);
        move(other.interruptions, interruptions);
    }

    private static void move(AtomicLong from, AtomicLong to) {
        long count = from.getPlain();
        if (count != 0) {
            from.setPlain(0);
            to.setRelease(to.getPlain() + count);
        }
    }

    /** Empties the batch, for mechanisms that use batches of their own; the source does it for those it passes. */
    public final void clear() {
        size = 0;
        next = 0;
        wakeSeen = false;
    }

    /** Says that the wake-up was seen. */
    public final void woken() {
        wakeSeen = true;
    }

    /**
     * Whether the wake-up was seen, for mechanisms that read the batch of a delegate.
     *
     * @return true if {@link #woken()} was called since the wait began
     */
    public final boolean isWoken() {
        return wakeSeen;
    }

    /** Says that a signal cut the wait short. */
    public final void interrupted() {
        interruptions.setRelease(interruptions.getPlain() + 1);
    }

    /**
     * Says how many descriptors the wait went through, where the cost grows with them.
     *
     * @param descriptors the number
     */
    public final void scanned(long descriptors) {
        scans.setRelease(scans.getPlain() + descriptors);
    }

    final boolean hasNext() {
        return next < size;
    }
}
