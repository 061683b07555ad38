package dev.vigil.kqueue;

import static dev.vigil.kqueue.KeventConstants.EV_ADD;
import static dev.vigil.kqueue.KeventConstants.EV_CLEAR;
import static dev.vigil.kqueue.KeventConstants.EV_DELETE;
import static dev.vigil.kqueue.KeventConstants.EV_DISPATCH;
import static dev.vigil.kqueue.KeventConstants.EV_ERROR;
import static dev.vigil.kqueue.KeventConstants.EV_RECEIPT;
import static dev.vigil.kqueue.KeventConstants.NOTE_TRIGGER;

import dev.vigil.posix.Descriptors;
import dev.vigil.posix.Errors;
import dev.vigil.posix.PipeEnds;
import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * A round trip through a kqueue that proves the layout of {@code struct kevent}: two changes go in, two receipts and two
 * events come out, each field is compared. A layout with another stride or other fields fails at the first receipt, in
 * memory that is large enough for every layout; then the library must not be used.
 */
final class KqueueProbe {
    /** All 64 bits count. */
    private static final long READ_WORD = 0x0123_4567_89ab_cdefL;

    private static final long WRITE_WORD = 0xfedc_ba98_7654_3210L;
    private static final long USER_WORD = 0x5a5a_0000_a5a5_ffffL;

    private final Kqueue queue;
    private final KqueueSystem system;
    private final KeventLayout layout;
    private final PipeEnds pipe;
    private final ProbeMemory memory = new ProbeMemory();

    private KqueueProbe(Kqueue queue, PipeEnds pipe) {
        this.queue = queue;
        this.system = queue.system();
        this.layout = system.layout();
        this.pipe = pipe;
    }

    /**
     * Tries a library.
     *
     * @throws IOException if the system refuses, or if what comes back is not what went in
     * @throws LinkageError if the library lacks a function
     */
    static Abilities run(KqueueLibrary library, KqueueSystem system) throws IOException {
        PipeEnds pipe = Descriptors.pipe();
        try {
            Kqueue queue = Kqueue.open(library, system);
            try {
                return new KqueueProbe(queue, pipe).run();
            } finally {
                queue.close();
            }
        } finally {
            Descriptors.close(pipe.readEnd());
            Descriptors.close(pipe.writeEnd());
        }
    }

    private Abilities run() throws IOException {
        memory.put(layout, 0, pipe.readEnd(), system.read(), EV_ADD | EV_RECEIPT, 0, READ_WORD);
        memory.put(layout, 1, pipe.writeEnd(), system.write(), EV_ADD | EV_RECEIPT, 0, WRITE_WORD);
        require("receipts", 2, exchange(2, 2));
        checkReceipt(0, pipe.readEnd(), system.read(), READ_WORD);
        checkReceipt(1, pipe.writeEnd(), system.write(), WRITE_WORD);

        Descriptors.write(pipe.writeEnd(), ByteBuffer.allocate(1));
        require("events", 2, exchange(0, 4));
        int first = memory.filter(layout, 0) == system.read() ? 0 : 1;
        checkEvent(first, pipe.readEnd(), system.read(), READ_WORD);
        checkEvent(1 - first, pipe.writeEnd(), system.write(), WRITE_WORD);
        require("bytes to read", 1, memory.data(layout, first));
        memory.requireUntouchedFrom(2 * layout.size());

        memory.put(layout, 0, pipe.writeEnd(), system.write(), EV_DELETE | EV_RECEIPT, 0, WRITE_WORD);
        require("receipts", 1, exchange(1, 1));
        return new Abilities(hasUser(), hasDispatch());
    }

    private boolean hasUser() throws IOException {
        memory.put(layout, 0, -1, system.user(), EV_ADD | EV_CLEAR | EV_RECEIPT, 0, USER_WORD);
        if (exchange(1, 1) != 1 || memory.data(layout, 0) != 0) {
            return false;
        }
        memory.put(layout, 0, -1, system.user(), 0, NOTE_TRIGGER, USER_WORD);
        int events = exchange(1, 4);
        for (int i = 0; i < events; i++) {
            if (memory.filter(layout, i) == system.user()) {
                checkEvent(i, -1, system.user(), USER_WORD);
                return true;
            }
        }
        return false;
    }

    /** Where the flag is not known it is ignored, and the event comes twice. */
    private boolean hasDispatch() throws IOException {
        memory.put(layout, 0, pipe.readEnd(), system.read(), EV_DELETE | EV_RECEIPT, 0, READ_WORD);
        memory.put(layout, 1, pipe.readEnd(), system.read(), EV_ADD | EV_DISPATCH | EV_RECEIPT, 0, READ_WORD);
        if (exchange(2, 2) != 2 || memory.data(layout, 1) != 0) {
            return false;
        }
        return exchange(0, 4) == 1 && exchange(0, 4) == 0;
    }

    private int exchange(int changes, int room) throws IOException {
        memory.clearEvents();
        return Errors.check(
                "kevent",
                queue.fd(),
                queue.library().kevent(queue.fd(), memory.changes(), changes, memory.events(), room, memory.noTime()));
    }

    private void checkReceipt(int at, long ident, int filter, long word) throws IOException {
        checkEvent(at, ident, filter, word);
        // A shorter stride than the real one finds its own change here, copied back, but without the flag.
        require("EV_ERROR", EV_ERROR, memory.flags(layout, at) & EV_ERROR);
        require("errno", 0, memory.data(layout, at));
    }

    private void checkEvent(int at, long ident, int filter, long word) throws IOException {
        require("ident", ident, memory.ident(layout, at));
        require("filter", filter, memory.filter(layout, at));
        require("udata", word, memory.udata(layout, at));
    }

    private void require(String field, long expected, long found) throws IOException {
        if (expected != found) {
            throw new IOException("struct kevent is not laid out as on " + system + " (" + layout.size()
                    + " bytes): expected " + field + " " + Long.toHexString(expected) + ", found "
                    + Long.toHexString(found));
        }
    }
}
