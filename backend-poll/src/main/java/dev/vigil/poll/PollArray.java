package dev.vigil.poll;

import dev.vigil.Interest;
import dev.vigil.Readiness;
import dev.vigil.posix.NativeMemory;
import dev.vigil.posix.PollConstants;
import dev.vigil.spi.Batch;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.SelectableChannel;
import java.util.Arrays;

/**
 * The dense array of {@code struct pollfd}, from {@code <poll.h>}: {@code int fd; short events; short revents;}. Place 0 is
 * the wake-up descriptor's. Only for the thread that awaits.
 */
final class PollArray {
    private static final int FIRST_CAPACITY = 16;

    /** Where revents, the last two of the eight bytes, end up in a long. */
    private static final int REVENTS_SHIFT = ByteOrder.nativeOrder() == ByteOrder.LITTLE_ENDIAN ? 48 : 0;

    private NativeMemory memory = NativeMemory.allocate(FIRST_CAPACITY * PollConstants.POLLFD_SIZE);
    private ByteBuffer structs = memory.buffer();
    private PollEntry[] entries = new PollEntry[FIRST_CAPACITY];

    /** What the scan needs of the entries, flat, so that it goes through memory in order and touches no entry. */
    private long[] words = new long[FIRST_CAPACITY];

    /** The channels of the entries that have one. */
    private SelectableChannel[] channels = new SelectableChannel[FIRST_CAPACITY];

    private boolean[] oneShots = new boolean[FIRST_CAPACITY];
    private int count = 1;

    /** Watches the wake-up descriptor. Comes first. */
    void begin(int wakeUpFd) {
        write(0, wakeUpFd, PollConstants.POLLIN);
    }

    long address() {
        return memory.address();
    }

    /** How many places are in use, the wake-up's included. */
    int count() {
        return count;
    }

    /** Whether the last wait saw something there. */
    boolean isSeen(int place) {
        return revents(structs.getLong(place * PollConstants.POLLFD_SIZE)) != 0;
    }

    /**
     * Adds what the last wait saw to a batch, from a place on, until all of it was found or the batch is full. The number of a
     * channel that was closed may stand for another file by now, whatever the wait saw of it: it counts as invalid.
     *
     * @param batch takes the events
     * @param ready how many places behind the first have something to report
     * @param start where to begin, so that a small batch goes round
     * @return where to begin next time
     */
    int collect(Batch batch, int ready, int start) {
        ByteBuffer pollfds = structs;
        long[] carried = words;
        int left = ready;
        int place = start < count ? start : 1;
        while (true) {
            for (; place < count; place++) {
                int revents = revents(pollfds.getLong(place * PollConstants.POLLFD_SIZE));
                if (revents != 0) {
                    if (batch.isFull()) {
                        return place;
                    }
                    SelectableChannel channel = channels[place];
                    boolean closed = channel != null && !channel.isOpen();
                    batch.add(carried[place], closed ? Readiness.INVALID_BIT : PollFlags.readiness(revents));
                    if (closed || oneShots[place]) {
                        pause(entries[place]);
                    }
                    if (--left == 0) {
                        return batch.isFull() ? place + 1 : 1;
                    }
                }
            }
            place = 1;
        }
    }

    /** One read for the whole structure. */
    private static int revents(long pollfd) {
        return (int) (pollfd >>> REVENTS_SHIFT) & 0xffff;
    }

    void append(PollEntry entry) {
        if (count == entries.length) {
            grow();
        }
        entry.place = count;
        entries[count] = entry;
        words[count] = entry.word;
        channels[count] = entry.watch.channel();
        count++;
    }

    /** Closes the gap with the last entry. */
    void remove(PollEntry entry) {
        int place = entry.place;
        int last = --count;
        if (place != last) {
            PollEntry moved = entries[last];
            entries[place] = moved;
            moved.place = place;
            words[place] = words[last];
            channels[place] = channels[last];
            oneShots[place] = oneShots[last];
            structs.putLong(place * PollConstants.POLLFD_SIZE, structs.getLong(last * PollConstants.POLLFD_SIZE));
        }
        entries[last] = null;
        channels[last] = null;
        entry.place = 0;
    }

    void watch(PollEntry entry, Interest interest) {
        oneShots[entry.place] = interest.isOneShot();
        write(entry.place, entry.fd, PollFlags.events(interest));
    }

    /** A negative descriptor is passed over by the kernel, and reports nothing. */
    void pause(PollEntry entry) {
        write(entry.place, ~entry.fd, (short) 0);
    }

    private void write(int place, int fd, short events) {
        int at = place * PollConstants.POLLFD_SIZE;
        structs.putInt(at + PollConstants.POLLFD_FD, fd);
        structs.putShort(at + PollConstants.POLLFD_EVENTS, events);
        structs.putShort(at + PollConstants.POLLFD_REVENTS, (short) 0);
    }

    private void grow() {
        int capacity = entries.length * 2;
        NativeMemory larger = NativeMemory.allocate(Math.multiplyExact(capacity, PollConstants.POLLFD_SIZE));
        larger.buffer().put(0, structs, 0, count * PollConstants.POLLFD_SIZE);
        PollEntry[] moreEntries = Arrays.copyOf(entries, capacity);
        long[] moreWords = Arrays.copyOf(words, capacity);
        SelectableChannel[] moreChannels = Arrays.copyOf(channels, capacity);
        boolean[] moreOneShots = Arrays.copyOf(oneShots, capacity);
        // From here on nothing can fail: memory that runs out leaves the array as it was.
        memory = larger;
        structs = larger.buffer();
        entries = moreEntries;
        words = moreWords;
        channels = moreChannels;
        oneShots = moreOneShots;
    }
}
