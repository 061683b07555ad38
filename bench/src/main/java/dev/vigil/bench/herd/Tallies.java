package dev.vigil.bench.herd;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.function.ToLongFunction;
import java.util.stream.IntStream;

/** The tallies of all waiters, and of the one that deals; and a word from the client to them. */
final class Tallies {
    private static final int HEAD = Tally.SIZE;

    private final ByteBuffer memory;
    private final Tally[] tallies;
    private final int waiters;

    private Tallies(ByteBuffer memory, int waiters) {
        this.memory = memory.order(ByteOrder.nativeOrder());
        this.waiters = waiters;
        this.tallies = IntStream.rangeClosed(0, waiters)
                .mapToObj(i -> new Tally(memory, HEAD + i * Tally.SIZE))
                .toArray(Tally[]::new);
    }

    private static int size(int waiters) {
        return HEAD + (waiters + 1) * Tally.SIZE;
    }

    /** In this process. */
    static Tallies here(int waiters) {
        return new Tallies(ByteBuffer.allocateDirect(size(waiters)), waiters);
    }

    /** Shared with whoever maps the same file. */
    static Tallies in(Path file, int waiters) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            return new Tallies(channel.map(FileChannel.MapMode.READ_WRITE, 0, size(waiters)), waiters);
        }
    }

    Tally waiter(int number) {
        return tallies[number];
    }

    /** Of the thread that deals; it has no share. */
    Tally dealer() {
        return tallies[waiters];
    }

    /** Tells waiters to rotate or not to. A plain word: it is looked at again and again, and need not be seen at once. */
    void rotating(boolean isOn) {
        memory.putInt(0, isOn ? 0 : 1);
    }

    boolean isRotating() {
        return memory.getInt(0) == 0;
    }

    long sum(ToLongFunction<Tally> counter) {
        return Arrays.stream(tallies).mapToLong(counter).sum();
    }

    /** See {@link Tally#wakeUps}. */
    long wakeUps() throws IOException {
        long sum = 0;
        for (Tally tally : tallies) {
            sum += tally.wakeUps();
        }
        return sum;
    }

    /** How many each waiter has accepted so far. */
    long[] shares() {
        return Arrays.stream(tallies, 0, waiters).mapToLong(Tally::accepted).toArray();
    }

    /** Whether every waiter's thread runs. */
    boolean areKnown() {
        return Arrays.stream(tallies, 0, waiters).allMatch(Tally::isKnown);
    }

    /** Whether all have gone back to their polls. */
    boolean areWaiting() {
        return Arrays.stream(tallies).noneMatch(Tally::isBusy);
    }
}
