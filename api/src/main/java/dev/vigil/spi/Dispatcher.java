package dev.vigil.spi;

import dev.vigil.Readiness;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicLong;

/** From the words of a batch to the handlers. Belongs to the place of one polling thread. */
final class Dispatcher {
    final AtomicLong events = new AtomicLong();
    final AtomicLong stale = new AtomicLong();

    private final PolledSource source;
    private final Batch batch;
    private final SlowHandlers slowHandlers;
    private final SpinGuard spinGuard = new SpinGuard();
    private final StaleWords staleWords = new StaleWords();

    Dispatcher(PolledSource source, Batch batch) {
        this.source = source;
        this.batch = batch;
        this.slowHandlers = new SlowHandlers(source.settings().slowHandlerNanos());
    }

    /** Runs the handlers of what the batch holds. */
    int dispatch() throws IOException {
        Batch fetched = batch;
        if (!fetched.hasNext()) {
            return 0;
        }
        Entry[] slots = source.table().slots();
        // In locals, since every volatile read in the loop would make the compiler read the fields anew.
        long[] words = fetched.words;
        int[] seen = fetched.ready;
        int size = fetched.size;
        boolean timed = slowHandlers.isRecording();
        int handled = 0;
        Entry suspect = null;
        int suspectReady = 0;
        boolean useful = false;
        int at = fetched.next;
        try {
            while (at < size) {
                long word = words[at];
                int bits = seen[at];
                at++;
                Entry entry = Table.find(slots, word);
                if (entry == null) {
                    dropStale(word);
                    continue;
                }
                int ready = entry.claim(bits);
                if (ready == 0) {
                    continue;
                }
                if (Entry.isLasting(ready)) {
                    // The same one of several each time, in whatever order they come.
                    if (suspect == null || entry.word() < suspect.word()) {
                        suspect = entry;
                        suspectReady = ready;
                    }
                    if ((ready & Readiness.INVALID_BIT) != 0
                            && !source.control().cancel(entry)) {
                        // Another thread fetched it too, and tells of it.
                        continue;
                    }
                } else {
                    useful = true;
                }
                handled++;
                if (timed) {
                    slowHandlers.run(entry, ready);
                } else {
                    entry.handler.onReady(entry, Readiness.of(ready));
                }
            }
        } finally {
            fetched.next = at;
            Poller.count(events, handled);
            if (useful) {
                spinGuard.useful();
            } else {
                spinGuard.futile(suspect, suspectReady);
            }
        }
        return handled;
    }

    private void dropStale(long word) throws IOException {
        Poller.count(stale, 1);
        if (!source.isClosed() && staleWords.isHaunted(word)) {
            source.control().rebuild();
        }
    }
}
