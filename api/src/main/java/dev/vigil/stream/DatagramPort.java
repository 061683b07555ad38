package dev.vigil.stream;

import dev.vigil.EventHandler;
import dev.vigil.Interest;
import dev.vigil.Readiness;
import dev.vigil.Registration;
import dev.vigil.loop.EventLoop;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.util.ArrayDeque;
import java.util.Objects;

/**
 * Messages from and to many over one socket that passes such, as of UDP: what comes is handed to a {@link DatagramHandler}, and what is
 * sent goes out at the end of the turn. Made by {@link Streams}, whose settings, memory and turn it shares with the streams of its loop.
 *
 * <h2>Sending</h2>
 *
 * {@link #send} keeps a message until the system takes it, in the order in which they were handed in, and refuses it when more waits than the
 * high mark says: refused messages are counted, and there is no other trace of them. While so much waits nothing is received, unless
 * {@linkplain StreamsBuilder#readWhenFull told otherwise}. Each message that waits counts for 64 bytes more than it has.
 *
 * <p>A message that the system does not take, with an error, is tried once more, since the error may be of an earlier one; then it is lost,
 * and {@link DatagramHandler#onError} tells of it. So is one that is not taken although the socket has room: a peer of the Unix domain
 * that reads nothing must not hold up the others.
 *
 * <h2>Threads</h2>
 *
 * A port belongs to the thread of its loop, and every method that does not say otherwise is refused on another one with
 * {@link IllegalStateException}: hand the work in with {@code port.loop().execute(...)}.
 */
public final class DatagramPort extends Member {
    private static final Interest BOTH = Interest.READ.and(Interest.WRITE);

    /** How many errors wait to be told: a handler learns from one what it would from a thousand. */
    private static final int MOST_ERRORS = 16;

    private final DatagramEnd end;
    private final DatagramQueue output;

    /** What was received, and not told since the handler wants no more now; null until that happens. */
    private DatagramQueue kept;

    private final DatagramCounters counters;
    private final TimeLimits limits;
    private final EventHandler onReady = this::onReady;

    /** None while nothing goes wrong. */
    private final ArrayDeque<Failure> failures = new ArrayDeque<>(2);

    private DatagramHandler handler;

    /** Null before the begin, and if that fails. */
    private Registration registration;

    private Interest interest = Interest.NONE;
    private boolean paused;

    /** Whether no message will come any more. */
    private boolean inputEnded;

    /** Whether the system takes no more at the moment. */
    private boolean outputBlocked;

    /** Whether the system has said that there is room, and nothing was sent since. */
    private boolean roomPromised;

    /** Why the oldest message was not sent when it was tried last, or null. */
    private IOException lastFailure;

    /** Whether a message was refused. */
    private boolean toldFull;

    /** Whether there may be more to receive, and nothing tells of it. */
    private boolean mayHaveMore;

    /** How much was received in which turn. */
    private long turn;

    private long receivedInTurn;

    private boolean closing;
    private boolean closed;

    /** Read by any thread. */
    private volatile boolean open = true;

    private Throwable cause;
    private boolean toldOpen;
    private boolean toldClose;
    private boolean isWritableAgain;

    DatagramPort(StreamLoop home, DatagramEnd end, DatagramHandler handler) {
        super(home);
        this.end = end;
        this.handler = handler;
        this.output = new DatagramQueue(home.pool);
        this.counters = new DatagramCounters(home.datagrams.counters);
        this.limits = new TimeLimits(this, home);
    }

    @Override
    DatagramEnd end() {
        return end;
    }

    /**
     * The loop of this port. Any thread may ask.
     *
     * @return the loop
     */
    public EventLoop loop() {
        return home.loop;
    }

    /**
     * Whether this is not closed yet. Any thread may ask.
     *
     * @return false once the handler is about to be told that it is
     */
    @Override
    public boolean isOpen() {
        return open;
    }

    /**
     * What was received and sent so far. Any thread may ask.
     *
     * @return the counts
     */
    public DatagramCounts counts() {
        return counters.counts();
    }

    /**
     * How much was handed in here and not taken by the system yet.
     *
     * @return the number of bytes, and 64 more for each message
     */
    public long pendingBytes() {
        requireInLoop();
        return output.pending();
    }

    /**
     * Has another handler told of everything from now on.
     *
     * @param next the handler
     */
    public void handler(DatagramHandler next) {
        requireInLoop();
        handler = Objects.requireNonNull(next, "next");
    }

    /**
     * Takes what is in a buffer as one message, an empty one if that is nothing, to be sent at the end of the turn; the buffer is the
     * caller's again when this returns. What is sent by a port that has broken is dropped, and {@link DatagramHandler#onClose} tells of it.
     *
     * @param to whom to send it to; null for the peer that the socket is connected to
     * @param message the message, from its position to its limit, where its position is afterwards
     * @return whether it was taken. If not, it is still in the buffer, and {@link DatagramHandler#onWritable} tells when there is room
     * @throws IllegalArgumentException if the message is longer than {@link StreamsBuilder#message} allows, or the address is not
     *     resolved
     * @throws IllegalStateException if {@link #close} or {@link #abort} was called before
     */
    public boolean send(SocketAddress to, ByteBuffer message) {
        requireInLoop();
        int length = message.remaining();
        if (closing) {
            throw new IllegalStateException(this + " was closed before: send first, then close");
        }
        if (length > home.pool.largeBytes()) {
            throw new IllegalArgumentException("a message of " + length + " bytes is longer than the "
                    + home.pool.largeBytes() + " allowed: send less, or allow more with StreamsBuilder.message");
        }
        if (to instanceof InetSocketAddress internet && internet.isUnresolved()) {
            throw new IllegalArgumentException(to + " is not resolved: give an address with a number");
        }
        if (closed) {
            message.position(message.limit());
            return false;
        }
        if (!take(to, message)) {
            // What was handed in in this turn need not wait for its end.
            flush();
            if (closed || !take(to, message)) {
                toldFull = true;
                counters.refused();
                return false;
            }
        }
        home.datagrams.willSend(this);
        return true;
    }

    private boolean take(SocketAddress to, ByteBuffer message) {
        return !isFull() && output.take(message, to);
    }

    private boolean isFull() {
        long pending = output.pending();
        return pending > 0 && pending > Math.min(home.settings.highMark(), home.pool.available());
    }

    /** Sends what the system takes now, instead of at the end of the turn. */
    public void flush() {
        requireInLoop();
        while (prepareSend()) {
            home.datagrams.send(this);
        }
    }

    /** Receives no more until {@link #resume}. What comes meanwhile waits in the system, which drops what has no room there. */
    public void pause() {
        requireInLoop();
        paused = true;
        home.willWatch(this);
    }

    /** Receives again. */
    public void resume() {
        requireInLoop();
        if (paused) {
            paused = false;
            home.datagrams.willReceive(this);
            home.willWatch(this);
        }
    }

    /**
     * Whether this was paused.
     *
     * @return true between {@link #pause} and {@link #resume}
     */
    public boolean isPaused() {
        requireInLoop();
        return paused;
    }

    /**
     * Closes the port when everything that was handed in has gone out; receives nothing more, and the handler is told of nothing but
     * errors and the close. Idempotent; by any thread, of which another than the loop's does not wait for it.
     */
    public void close() {
        if (home.loop.isInLoop()) {
            closing = true;
            home.datagrams.willSend(this);
            home.willWatch(this);
        } else {
            hand(this::close);
        }
    }

    /**
     * Closes the port at once. What was not sent yet is dropped. Idempotent; by any thread, of which another than the loop's does not
     * wait for it.
     */
    public void abort() {
        if (home.loop.isInLoop()) {
            closing = true;
            finish(null);
        } else {
            hand(this::abort);
        }
    }

    @Override
    void begin() {
        limits.begin();
        home.willTell(this);
        watch();
    }

    private void onReady(Registration self, Readiness ready) {
        if (ready.isInvalid()) {
            abandon(new IOException(
                    end + " was closed by somebody else: leave that to the port", new ClosedChannelException()));
            return;
        }
        if (ready.isReadable()) {
            home.datagrams.willReceive(this);
        }
        if (ready.isWritable()) {
            roomPromised = outputBlocked;
            outputBlocked = false;
            home.datagrams.willSend(this);
        }
    }

    private boolean wantsInput() {
        return !closed && !closing && !paused && !inputEnded && (home.settings.readsWhenFull() || !isFull());
    }

    /** Receives and tells once, as much as goes into one batch. */
    void receive(DatagramBatch batch) {
        if (turn != home.turnCount()) {
            turn = home.turnCount();
            receivedInTurn = 0;
        }
        if (!toldOpen) {
            tell();
        }
        tellKept();
        if (!wantsInput() || receivedInTurn >= home.settings.budgetBytes()) {
            mayHaveMore = true;
            home.willWatch(this);
            return;
        }
        mayHaveMore = false;
        batch.ask(DatagramBatch.MOST);
        try {
            end.receive(batch);
        } catch (IOException e) {
            batch.failed(e);
        } catch (RuntimeException e) {
            batch.failed(new IOException("receiving from " + end + " has failed: " + e, e));
        }
        boolean more = batch.count() == batch.size() || batch.failure() != null;
        inputEnded = batch.hasEnded();
        for (int i = 0; i < batch.count() && !closed; i++) {
            deliver(batch, i);
        }
        IOException failure = batch.failure();
        batch.forgetAddresses();
        if (failure instanceof ClosedChannelException) {
            finish(failure);
        } else if (failure != null) {
            failed(null, failure);
        }
        if (!closed) {
            mayHaveMore = more;
            if (more && wantsInput()) {
                home.datagrams.willReceive(this);
            }
            home.willWatch(this);
        }
    }

    private void deliver(DatagramBatch batch, int number) {
        int length = batch.length(number);
        receivedInTurn += (long) length + DatagramQueue.OVERHEAD;
        limits.moved();
        SocketAddress from = batch.address(number);
        if (batch.isCut(number)) {
            failed(
                    null,
                    new IOException("a message of more than " + DatagramBatch.LARGEST + " bytes from " + from
                            + " was dropped: that is the largest that is received"));
            return;
        }
        counters.received(length);
        if (wantsInput()) {
            tellDatagram(from, batch.message(number));
        } else if (!closing) {
            // The handler of the one before has paused, or has sent more than goes out.
            keep(from, batch.message(number));
        }
    }

    private void keep(SocketAddress from, ByteBuffer message) {
        if (kept == null) {
            kept = new DatagramQueue(home.pool);
        }
        if (!kept.take(message, from)) {
            counters.lost(1);
        }
    }

    private void tellKept() {
        while (kept != null && !kept.isEmpty() && wantsInput()) {
            tellDatagram(kept.address(), kept.message());
            if (!closed) {
                kept.drop();
            }
        }
    }

    private void tellDatagram(SocketAddress from, ByteBuffer message) {
        try {
            handler.onDatagram(this, from, message);
        } catch (Throwable e) {
            finish(e);
            home.report(e);
        }
    }

    /** Asks for what waits to be sent; false if nothing is to be done now. */
    boolean prepareSend() {
        if (closed || registration == null || outputBlocked) {
            return false;
        }
        if (output.isEmpty()) {
            if (closing) {
                finish(null);
            }
            return false;
        }
        return true;
    }

    /** Gives the oldest messages to the system. */
    void send(DatagramBatch batch) {
        // One that has failed is tried alone, so that it is known whose error the next one is.
        output.offer(batch, lastFailure == null ? DatagramBatch.MOST : 1);
        int asked = batch.size();
        try {
            end.send(batch);
        } catch (IOException e) {
            batch.failed(e);
        } catch (RuntimeException e) {
            batch.failed(new IOException(
                    "sending to " + batch.address(batch.count()) + " over " + end + " has failed: " + e, e));
        }
        int count = batch.count();
        IOException failure = batch.failure();
        batch.forgetSent();
        if (count > 0) {
            hasSent(count);
        }
        if (failure instanceof ClosedChannelException) {
            finish(failure);
        } else if (failure != null) {
            sendFailed(failure);
        } else if (count < asked) {
            sendRefused(count);
        }
        if (output.isEmpty()) {
            limits.outputIsOut();
            if (closing) {
                finish(null);
            }
        } else if (!outputBlocked) {
            home.datagrams.willSend(this);
        }
        if (!closed) {
            noticeRoom();
            home.willWatch(this);
        }
    }

    private void hasSent(int count) {
        if (lastFailure != null) {
            failed(null, lastFailure);
            lastFailure = null;
        }
        for (int i = 0; i < count; i++) {
            counters.sent(output.drop());
        }
        roomPromised = false;
        limits.moved();
        limits.outputWaits(true);
    }

    private void sendFailed(IOException failure) {
        if (lastFailure == null) {
            lastFailure = failure;
            return;
        }
        lastFailure = null;
        lose(failure);
    }

    /** The message is the oldest. */
    private void lose(IOException why) {
        failed(output.address(), why);
        output.drop();
        counters.lost(1);
    }

    private void sendRefused(int sent) {
        if (roomPromised && sent == 0) {
            roomPromised = false;
            lose(new IOException("a message was dropped, for " + output.address()
                    + " takes no more now, although the socket has room: a peer that reads nothing holds up nobody"));
            return;
        }
        limits.outputWaits(sent > 0);
        outputBlocked = true;
    }

    private void noticeRoom() {
        if (toldFull && output.pending() <= home.settings.lowMark()) {
            toldFull = false;
            isWritableAgain = true;
            home.willTell(this);
        }
        if ((mayHaveMore || (kept != null && !kept.isEmpty())) && wantsInput()) {
            home.datagrams.willReceive(this);
        }
    }

    private void failed(SocketAddress to, IOException error) {
        counters.error();
        if (failures.size() < MOST_ERRORS) {
            failures.add(new Failure(to, error));
            home.willTell(this);
        }
    }

    @Override
    void watch() {
        if (closed) {
            return;
        }
        Interest wanted = wanted(wantsInput(), outputBlocked);
        if (registration != null && wanted == interest) {
            return;
        }
        try {
            if (registration == null) {
                registration = end.register(home.loop.source(), wanted, onReady);
                home.datagrams.willSend(this);
            } else {
                registration.update(wanted);
            }
            interest = wanted;
        } catch (IOException | RuntimeException e) {
            fail(e);
        }
    }

    private static Interest wanted(boolean reads, boolean writes) {
        if (reads) {
            return writes ? BOTH : Interest.READ;
        }
        return writes ? Interest.WRITE : Interest.NONE;
    }

    @Override
    void tell() {
        try {
            if (!closed) {
                tellWhileOpen();
            }
        } catch (Throwable e) {
            finish(e);
            home.report(e);
        }
        if (closed && !toldClose) {
            toldClose = true;
            failures.clear();
            try {
                handler.onClose(this, cause);
            } catch (Throwable e) {
                home.report(e);
            }
        }
    }

    private void tellWhileOpen() throws IOException {
        if (!toldOpen) {
            toldOpen = true;
            handler.onOpen(this);
        }
        while (!closed && !failures.isEmpty()) {
            Failure failure = failures.poll();
            handler.onError(this, failure.to(), failure.error());
        }
        if (isWritableAgain && !closed && !closing) {
            isWritableAgain = false;
            handler.onWritable(this);
        }
    }

    @Override
    void fail(Throwable why) {
        finish(why);
    }

    @Override
    void cut() {
        if (!closed) {
            flush();
            finish(new IOException("streams end, and with them " + this));
        }
    }

    private void abandon(IOException why) {
        if (!closed) {
            try {
                end.abandon();
            } catch (IOException | RuntimeException e) {
                // It is closed all the same.
                why.addSuppressed(e);
            }
            finish(why);
        }
    }

    private void finish(Throwable why) {
        if (closed) {
            return;
        }
        closed = true;
        open = false;
        cause = why;
        limits.cancel();
        counters.lost(output.clear());
        if (kept != null) {
            kept.clear();
        }
        try {
            close(registration);
        } catch (IOException e) {
            // It is closed all the same.
        } catch (RuntimeException | Error e) {
            home.report(e);
        }
        home.remove(this);
        home.willTell(this);
    }

    private void close(Registration registered) throws IOException {
        try {
            if (registered != null) {
                registered.cancel();
            }
        } finally {
            end.close();
        }
    }

    @Override
    public String toString() {
        return "datagrams over " + end;
    }

    /** An error that the handler is to be told. */
    private record Failure(SocketAddress to, IOException error) {}
}
