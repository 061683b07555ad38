package dev.vigil.selector;

import java.util.ArrayDeque;
import java.util.Deque;
import sun.nio.ch.SelectionKeyImpl;

/** Keys whose interest was set since the last selection. Any thread puts in; the one that selects takes out. */
final class KeyQueue {
    private final Deque<SelectionKeyImpl> keys = new ArrayDeque<>();

    synchronized void put(SelectionKeyImpl key) {
        keys.addLast(key);
    }

    /** Takes what is there now. What is put in meanwhile is for the next time, or those who put in could hold off who takes. */
    synchronized void moveTo(Deque<SelectionKeyImpl> taken) {
        SelectionKeyImpl key;
        while ((key = keys.pollFirst()) != null) {
            taken.addLast(key);
        }
    }
}
