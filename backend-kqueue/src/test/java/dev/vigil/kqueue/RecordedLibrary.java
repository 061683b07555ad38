package dev.vigil.kqueue;

import java.util.ArrayList;
import java.util.List;
import jnr.ffi.LastError;
import jnr.ffi.Pointer;
import jnr.ffi.Runtime;

/** A kevent() in the layout of macOS that watches nothing: it writes down the changes, and answers as it is told. */
final class RecordedLibrary extends KqueueLibrary {
    /** The errno of a change. */
    interface Answer {
        int to(Change change);
    }

    /**
     * A change as it arrived.
     *
     * @param filter its filter
     * @param flags its flags
     */
    record Change(int filter, int flags) {
        boolean has(int flag) {
            return (flags & flag) != 0;
        }
    }

    /** The changes of each call. */
    final List<List<Change>> calls = new ArrayList<>();

    /** What becomes of each change. */
    Answer answer = change -> 0;

    /** The errno that a call ends with once its changes have been made, or 0. */
    int interruption;

    /** Whether a call had room for anything but one answer for each change, or time to wait. */
    boolean loose;

    @Override
    int kqueue() {
        return -1;
    }

    @Override
    int kevent(int kq, Pointer changes, int changeCount, long events, int eventCount, long timeout) {
        Pointer answers = Pointer.wrap(Runtime.getSystemRuntime(), events);
        Pointer time = Pointer.wrap(Runtime.getSystemRuntime(), timeout);
        loose |= eventCount != changeCount || time.getLong(0) != 0 || time.getLong(Long.BYTES) != 0;
        List<Change> call = new ArrayList<>();
        for (int i = 0; i < changeCount; i++) {
            int at = i * KeventLayout.CLASSIC.size();
            Change change = new Change(changes.getShort(at + 8), Short.toUnsignedInt(changes.getShort(at + 10)));
            call.add(change);
            for (int offset = 0; offset < KeventLayout.CLASSIC.size(); offset += Long.BYTES) {
                answers.putLong(at + offset, changes.getLong(at + offset));
            }
            answers.putShort(at + 10, (short) (change.flags() | KeventConstants.EV_ERROR));
            answers.putLong(at + 16, answer.to(change));
        }
        calls.add(call);
        if (interruption != 0) {
            LastError.setLastError(Runtime.getSystemRuntime(), interruption);
            return -1;
        }
        return changeCount;
    }

    @Override
    int close(int fd) {
        return 0;
    }
}
