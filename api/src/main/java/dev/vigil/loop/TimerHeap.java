package dev.vigil.loop;

import java.util.Arrays;

/**
 * The timers of one loop, the next one on top. A binary heap whose entries know their place, so that cancelling one of ten
 * thousand costs no search. Only for the loop's thread.
 */
final class TimerHeap {
    private Timer[] heap = new Timer[16];
    private int size;

    int size() {
        return size;
    }

    Timer first() {
        return size == 0 ? null : heap[0];
    }

    void add(Timer timer) {
        if (size == heap.length) {
            heap = Arrays.copyOf(heap, size * 2);
        }
        size++;
        siftUp(size - 1, timer);
    }

    void remove(Timer timer) {
        int place = timer.place;
        if (place < 0) {
            return;
        }
        timer.place = -1;
        size--;
        Timer last = heap[size];
        heap[size] = null;
        if (last != timer) {
            siftDown(place, last);
            if (heap[place] == last) {
                siftUp(place, last);
            }
        }
    }

    void clear() {
        for (int i = 0; i < size; i++) {
            heap[i].place = -1;
            heap[i] = null;
        }
        size = 0;
    }

    private void siftUp(int from, Timer timer) {
        int place = from;
        while (place > 0) {
            int parent = (place - 1) >>> 1;
            if (heap[parent].due - timer.due <= 0) {
                break;
            }
            put(place, heap[parent]);
            place = parent;
        }
        put(place, timer);
    }

    private void siftDown(int from, Timer timer) {
        int place = from;
        while (2 * place + 1 < size) {
            int child = 2 * place + 1;
            if (child + 1 < size && heap[child + 1].due - heap[child].due < 0) {
                child++;
            }
            if (timer.due - heap[child].due <= 0) {
                break;
            }
            put(place, heap[child]);
            place = child;
        }
        put(place, timer);
    }

    private void put(int place, Timer timer) {
        heap[place] = timer;
        timer.place = place;
    }
}
