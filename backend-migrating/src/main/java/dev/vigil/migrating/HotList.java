package dev.vigil.migrating;

import java.util.Arrays;

/**
 * The hot members, densely, for the search for quiet ones. Changed under the monitor, by any thread. Read without
 * it, by the thread that awaits: what it reads may be outdated, and is checked under the control lock before anything is done.
 */
final class HotList {
    private static final int FIRST_CAPACITY = 64;

    private volatile Member[] members = new Member[FIRST_CAPACITY];
    private volatile int size;

    int size() {
        return size;
    }

    Member[] members() {
        return members;
    }

    /** Makes room for so many: for all members, of which any may turn hot, so that no move takes memory. */
    synchronized void makeRoom(int count) {
        if (count > members.length) {
            members = Arrays.copyOf(members, Math.max(count, members.length * 2));
        }
    }

    /** There is room. */
    synchronized void add(Member member) {
        int place = size;
        members[place] = member;
        member.place = place;
        size = place + 1;
    }

    synchronized void remove(Member member) {
        int last = size - 1;
        Member moved = members[last];
        members[member.place] = moved;
        moved.place = member.place;
        members[last] = null;
        size = last;
    }
}
