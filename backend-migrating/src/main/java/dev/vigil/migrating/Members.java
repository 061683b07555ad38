package dev.vigil.migrating;

import java.util.Arrays;

/** The members by slot, which is the lower half of a word. Read without a lock; put in and taken out under the monitor. */
final class Members {
    private static final int FIRST_CAPACITY = 64;

    private volatile Member[] bySlot = new Member[FIRST_CAPACITY];
    private volatile int size;

    static int slot(long word) {
        return (int) word;
    }

    /** The member that a slot holds by now, or null. */
    Member at(int slot) {
        Member[] members = bySlot;
        return slot >= 0 && slot < members.length ? members[slot] : null;
    }

    Member of(long word) {
        return at(slot(word));
    }

    int size() {
        return size;
    }

    synchronized void put(Member member) {
        int slot = slot(member.hot.word());
        if (slot >= bySlot.length) {
            bySlot = Arrays.copyOf(bySlot, Math.max(slot + 1, bySlot.length * 2));
        }
        bySlot[slot] = member;
        size++;
    }

    synchronized void remove(Member member) {
        bySlot[slot(member.hot.word())] = null;
        size--;
    }
}
