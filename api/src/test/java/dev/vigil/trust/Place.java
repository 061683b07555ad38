package dev.vigil.trust;

import java.util.ArrayDeque;
import java.util.Deque;

/** Where a script has one descriptor at a time. */
final class Place {
    /** Above what a JVM opens by itself, so that a script decides alone what a number stands for. */
    private static final int FIRST_NUMBER = 700;

    final int index;

    /** The file that was opened here last, or null. */
    Held held;

    /** The number that it is registered by, or -1 once that is closed. */
    int number = -1;

    /** Further numbers of the file. */
    final Deque<Integer> duplicates = new ArrayDeque<>();

    /** The registration made here last, or null. */
    Watched watched;

    Place(int index) {
        this.index = index;
    }

    /** The number of files that are not channels. */
    int ownNumber() {
        return FIRST_NUMBER + index;
    }

    boolean isOpen() {
        return number >= 0;
    }

    /** Whether a registration stands here that was made for a file of before. */
    boolean hasOrphan() {
        return watched != null && watched.standing && watched.isOrphan();
    }
}
