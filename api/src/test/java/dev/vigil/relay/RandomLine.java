package dev.vigil.relay;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vigil.loop.Loops;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;

/** A pair whose peers do something at random, and what must come of it: every byte at its place, and no end that is none. */
final class RandomLine {
    /** Sent as urgent data, and in no stream. */
    private static final int URGENT = 255;

    /** One peer: what it sent, and what it has got of the other's. */
    private static final class Peer {
        private final SocketChannel channel;
        private final int salt;
        private long sent;
        private long received;

        /** Whether it has ended its output in order. */
        private boolean ended;

        /** Whether it is closed, in whatever way. */
        private boolean gone;

        /** Whether sending has failed. The system tells of a reset once, and this was it: reading finds an end then. */
        private boolean failed;

        /** Whether the end of what it gets has come, in order or not. */
        private boolean told;

        Peer(SocketChannel channel, int salt) {
            this.channel = channel;
            this.salt = salt;
        }

        @Override
        public String toString() {
            return "sent " + sent + (ended ? " and ended" : "") + (gone ? ", gone" : "") + ", received " + received;
        }

        private byte at(long place) {
            return (byte) Math.floorMod(place * 31 + salt + place / 251, URGENT);
        }
    }

    private final Peer left;
    private final Peer right;
    private final RelayPair pair;
    private boolean urgent;
    private boolean cut;

    RandomLine(SocketChannel left, SocketChannel right, RelayPair pair, int salt) throws IOException {
        this.left = new Peer(left, salt);
        this.right = new Peer(right, salt + 7);
        this.pair = pair;
        left.configureBlocking(false);
        right.configureBlocking(false);
    }

    RelayPair pair() {
        return pair;
    }

    private Peer peer(boolean isLeft) {
        return isLeft ? left : right;
    }

    private boolean isBroken() {
        return cut || left.gone || right.gone;
    }

    /** Whether the peer reset the connection before the relay saw it stand: then the other was closed in order, with nothing. */
    private boolean neverConnected() {
        return right.gone && left.received == 0 && pair.outcome() == RelayOutcome.CONNECT_FAILED;
    }

    /** Sends what is taken, of so many bytes. */
    void send(boolean fromLeft, int most) {
        Peer from = peer(fromLeft);
        if (from.gone || from.ended) {
            return;
        }
        ByteBuffer bytes = ByteBuffer.allocate(most);
        for (int i = 0; i < most; i++) {
            bytes.put(from.at(from.sent + i));
        }
        try {
            from.sent += from.channel.write(bytes.flip());
        } catch (IOException e) {
            from.failed = true;
            assertTrue(isBroken(), "a peer cannot send: " + e);
        }
    }

    void sendUrgent(boolean fromLeft) {
        Peer from = peer(fromLeft);
        if (from.gone || from.ended) {
            return;
        }
        urgent = true;
        try {
            from.channel.socket().sendUrgentData(URGENT);
        } catch (IOException e) {
            boolean full = e.getMessage().contains("full");
            from.failed |= !full;
            assertTrue(isBroken() || full, "a peer cannot send urgent data: " + e);
        }
    }

    /** Receives once, what is there of so many bytes. */
    void receive(boolean byLeft, int most) {
        Peer to = peer(byLeft);
        Peer from = peer(!byLeft);
        if (to.gone || to.told) {
            return;
        }
        ByteBuffer bytes = ByteBuffer.allocate(most);
        try {
            if (to.channel.read(bytes) < 0) {
                to.told = true;
                assertTrue(
                        cut || to.failed || neverConnected() || (from.ended && to.received == from.sent),
                        () -> "an end of what was no whole: " + this);
            }
        } catch (IOException e) {
            to.told = true;
            assertTrue(isBroken(), "a peer cannot receive: " + e);
        }
        for (int i = 0; i < bytes.position(); i++) {
            if (urgent && Byte.toUnsignedInt(bytes.get(i)) == URGENT) {
                continue;
            }
            assertEquals(from.at(to.received), bytes.get(i), "the byte at " + to.received);
            to.received++;
        }
        assertTrue(to.received <= from.sent, "more than was sent");
    }

    void endOutput(boolean ofLeft) {
        Peer of = peer(ofLeft);
        if (of.gone || of.ended) {
            return;
        }
        of.ended = true;
        try {
            of.channel.shutdownOutput();
        } catch (IOException e) {
            of.failed = true;
            assertTrue(isBroken(), "a peer cannot end: " + e);
        }
    }

    /** Closes a peer's connection in order, as far as it has read everything. */
    void close(boolean ofLeft) throws IOException {
        Peer of = peer(ofLeft);
        if (!of.gone) {
            of.gone = true;
            of.ended = true;
            of.channel.close();
        }
    }

    void reset(boolean ofLeft) throws IOException {
        Peer of = peer(ofLeft);
        if (!of.gone) {
            of.gone = true;
            RelayRig.reset(of.channel);
        }
    }

    void cut() {
        cut = true;
        pair.close();
    }

    /** Ends both directions as far as they go on, takes everything, and looks at the outcome. */
    void finish() throws IOException {
        endOutput(true);
        endOutput(false);
        Loops.until(
                () -> {
                    receive(true, 100_000);
                    receive(false, 100_000);
                    return (left.gone || left.told) && (right.gone || right.told);
                },
                "the end of both directions of " + pair);
        boolean broken = isBroken();
        abandon();
        Loops.until(() -> !pair.isActive(), "the end of " + pair);
        if (!broken) {
            assertEquals(RelayOutcome.FINISHED, pair.outcome());
            assertEquals(left.sent, right.received);
            assertEquals(right.sent, left.received);
        }
        assertTrue(pair.forth().bytes() >= right.received && pair.back().bytes() >= left.received);
    }

    @Override
    public String toString() {
        return pair + " (" + pair.cause() + "), left " + left + ", right " + right;
    }

    /** Closes what is left of the peers. */
    void abandon() throws IOException {
        left.channel.close();
        right.channel.close();
    }
}
