package dev.vigil.relay;

import dev.vigil.EventHandler;
import dev.vigil.Feature;
import dev.vigil.Interest;
import dev.vigil.Readiness;
import dev.vigil.Registration;
import dev.vigil.loop.EventLoop;
import java.io.IOException;

/**
 * One end of a pair and its registration. The interest is brought in line once at the end of a turn, and most turns change
 * nothing.
 *
 * <p>An end that is neither to be read nor written now is still watched for errors where that can be: for priority data, which
 * nobody sends, and with which errors and hang-ups are reported. So a peer that is reset while its reading is stopped ends the
 * pair at once, rather than when somebody reads on.
 */
final class RelaySide implements EventHandler {
    private static final Interest BOTH = Interest.READ.and(Interest.WRITE);

    private final RelayPair pair;
    private final RelayEnd end;
    private Interest quiet;
    private Interest interest;
    private Registration registration;
    private RelayFlow outgoing;
    private RelayFlow incoming;

    RelaySide(RelayPair pair, RelayEnd end) {
        this.pair = pair;
        this.end = end;
    }

    RelayEnd end() {
        return end;
    }

    /** {@code outgoing} writes to this end, {@code incoming} reads from it. */
    void connect(RelayFlow newOutgoing, RelayFlow newIncoming) {
        this.outgoing = newOutgoing;
        this.incoming = newIncoming;
    }

    /** Watches for the end of connecting. */
    void registerConnecting(EventLoop loop) throws IOException {
        register(loop, Interest.WRITE);
    }

    /** Watches for what the two directions want. */
    void register(EventLoop loop) throws IOException {
        quiet = loop.source().features().contains(Feature.PRIORITY) ? Interest.PRIORITY : Interest.NONE;
        if (registration == null) {
            register(loop, wanted());
        } else {
            settle();
        }
    }

    private void register(EventLoop loop, Interest wanted) throws IOException {
        interest = wanted;
        registration = end.register(loop.source(), wanted, this);
    }

    @Override
    public void onReady(Registration self, Readiness ready) {
        pair.onReady(this, ready);
    }

    /** Serves an event; says whether bytes were moved. */
    boolean serve(Readiness ready) throws IOException {
        if (interest == quiet) {
            if (ready.isError()) {
                throw new IOException(end + " has failed, or its peer is gone, while nothing was read from it");
            }
            // A hang-up that stays: what was sent before it is still to be read.
            quiet = Interest.NONE;
            return false;
        }
        boolean moved = ready.isWritable() && outgoing.onWritable();
        moved |= ready.isReadable() && incoming.onReadable();
        return moved;
    }

    /** Brings the interest in line with what the two directions want. */
    void settle() throws IOException {
        Interest wanted = wanted();
        if (wanted != interest) {
            interest = wanted;
            registration.update(wanted);
        }
    }

    private Interest wanted() {
        if (incoming.wantsInput()) {
            return outgoing.wantsOutput() ? BOTH : Interest.READ;
        }
        return outgoing.wantsOutput() ? Interest.WRITE : quiet;
    }

    void cancel() {
        if (registration != null) {
            registration.cancel();
        }
    }
}
