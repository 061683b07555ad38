package dev.vigil.fake;

import dev.vigil.Readiness;
import java.nio.ByteBuffer;

/** An open file of the {@link FakeKernel}: an end of a pipe, an end of a socket pair, or a file on a disk. Guarded by it. */
final class FakeFile {
    private static final int CAPACITY = 1 << 16;

    final boolean reads;
    final boolean writes;
    boolean nonBlocking;

    /** How many numbers stand for it. */
    int references;

    /** The other end; null for a file on a disk. */
    FakeFile peer;

    /** How often something came that somebody may wait for. */
    long changes;

    private final ByteBuffer inbox = ByteBuffer.allocate(CAPACITY);
    private boolean shut;

    FakeFile(boolean reads, boolean writes, boolean nonBlocking) {
        this.reads = reads;
        this.writes = writes;
        this.nonBlocking = nonBlocking;
    }

    static void connect(FakeFile one, FakeFile other) {
        one.peer = other;
        other.peer = one;
    }

    boolean isOnDisk() {
        return peer == null;
    }

    boolean isShut() {
        return shut;
    }

    private boolean isClosed() {
        return references == 0;
    }

    /** What is true of it, in {@link Readiness} bits. */
    int state() {
        int state = 0;
        boolean peerSendsNoMore = peer.isClosed() || peer.shut;
        if (reads && inbox.position() > 0) {
            state |= Readiness.READABLE_BIT;
        }
        if (reads && writes && peerSendsNoMore) {
            state |= Readiness.READABLE_BIT | Readiness.READ_CLOSED_BIT;
        }
        if (writes && peer.inbox.hasRemaining()) {
            state |= Readiness.WRITABLE_BIT;
        }
        if (reads && (peer.isClosed() || (peer.shut && shut))) {
            state |= Readiness.HANGUP_BIT;
        }
        if (writes && !reads && peer.isClosed()) {
            state |= Readiness.ERROR_BIT;
        }
        return state;
    }

    int read(ByteBuffer target) {
        if (inbox.position() == 0) {
            return peer.isClosed() || peer.shut ? -1 : 0;
        }
        inbox.flip();
        int count = Math.min(inbox.remaining(), target.remaining());
        target.put(inbox.slice(inbox.position(), count));
        inbox.position(inbox.position() + count);
        inbox.compact();
        peer.changes++;
        return count;
    }

    int write(ByteBuffer source) {
        int count = Math.min(peer.inbox.remaining(), source.remaining());
        peer.inbox.put(source.slice(source.position(), count));
        source.position(source.position() + count);
        peer.changes++;
        return count;
    }

    void shut() {
        shut = true;
        peer.changes++;
    }
}
