package dev.vigil.stream;

import dev.vigil.EventHandler;
import dev.vigil.Interest;
import dev.vigil.Readiness;
import dev.vigil.Registration;
import dev.vigil.carry.Block;
import dev.vigil.carry.Operation;
import dev.vigil.loop.EventLoop;
import dev.vigil.relay.RelayEnd;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.util.Objects;

/**
 * Bytes both ways over a channel or a descriptor: what comes is handed to a {@link StreamHandler}, and what is written goes out at
 * the end of the turn, together with that of all other streams of the loop. Made by {@link Streams}.
 *
 * <h2>Writing</h2>
 *
 * {@link #write} takes everything, keeps the order, and tells whether more is welcome. Who goes on nevertheless is refused when the
 * memory of the loop is used up. While more waits than the high mark says the stream is not read, unless
 * {@linkplain StreamsBuilder#readWhenFull told otherwise}: so a peer that sends and never reads slows itself down.
 *
 * <h2>The end</h2>
 *
 * A stream is closed when {@link #close} was called and everything has gone out, when both directions have ended, when it is
 * aborted, when its connection breaks, or when its handler throws. Then, and only then, the handler is told
 * {@linkplain StreamHandler#onClose so}, once. A connection that breaks while something is written to it is still read, as far as
 * there is anything, unless the stream is paused.
 *
 * <h2>Threads</h2>
 *
 * A stream belongs to the thread of its loop, and every method that does not say otherwise is refused on another one with
 * {@link IllegalStateException}: hand the work in with {@code stream.loop().execute(...)}. For threads that want to wait there is
 * {@link #blocking}.
 */
public final class Stream extends Member {
    private static final Interest BOTH = Interest.READ.and(Interest.WRITE);

    private final RelayEnd end;
    private final Input input;
    private final Output output;
    private final StreamCounters counters;
    private final TimeLimits limits;
    private final EventHandler onReady = this::onReady;

    /** Until a factory has given another one. */
    private StreamHandler handler = (stream, data) -> {};

    /** Null before the begin, and if that fails. */
    private Registration registration;

    private Interest interest = Interest.NONE;

    private boolean paused;

    /** Whether it waits for memory, to keep a message in. */
    private boolean starving;

    /** Whether the system takes no more at the moment. */
    private boolean outputBlocked;

    /** Whether a writer was told to wait. */
    private boolean toldFull;

    /** Whether the last read got all that it asked for, so that there may be more. */
    private boolean mayHaveMore;

    /** Whether it would have been read once more, and was not: often for want of room. */
    private boolean wantsRoom;

    /** How much was read in which turn. */
    private long turn;

    private long readInTurn;

    /** What the user has asked for. */
    private boolean endingOutput;

    private boolean closing;

    /** What has come about. */
    private boolean outputEnded;

    /** Why nothing can be written any more, or null. */
    private IOException outputFailure;

    private boolean closed;

    /** Read by any thread. */
    private volatile boolean open = true;

    private Throwable cause;

    /** What the handler was told, and is to be told. */
    private boolean toldOpen;

    private boolean toldEnd;
    private boolean toldClose;
    private boolean offers;
    private boolean isWritableAgain;

    Stream(StreamLoop home, RelayEnd end) {
        super(home);
        this.end = end;
        this.input = new Input(home.pool, end);
        this.output = new Output(home.pool, end);
        this.counters = new StreamCounters(home.counters);
        this.limits = new TimeLimits(this, home);
        this.toldEnd = !end.canRead();
        this.outputEnded = !end.canWrite();
    }

    void handledBy(StreamHandler first) {
        handler = first;
    }

    @Override
    RelayEnd end() {
        return end;
    }

    Operation input() {
        return input;
    }

    Operation output() {
        return output;
    }

    /**
     * The loop of this stream. Any thread may ask.
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
     * What was moved so far. Any thread may ask.
     *
     * @return the counts
     */
    public StreamCounts counts() {
        return counters.counts();
    }

    /**
     * How many bytes were written here and not taken by the system yet.
     *
     * @return the number
     */
    public long pendingBytes() {
        requireInLoop();
        return output.pending();
    }

    /**
     * Has another handler told of everything from now on: a connection that goes over to another protocol, for one. What the former
     * one has left is offered to this one.
     *
     * @param next the handler
     */
    public void handler(StreamHandler next) {
        requireInLoop();
        handler = Objects.requireNonNull(next, "next");
        offerAgain();
    }

    /**
     * Turns this over to a thread that waits for what comes: its handler is the blocking face from now on.
     *
     * @return the blocking face, for any thread but the loop's
     */
    public BlockingStream blocking() {
        requireInLoop();
        BlockingStream face = new BlockingStream(this);
        handler(face.handler());
        return face;
    }

    /**
     * Takes all that is in a buffer, to be written at the end of the turn; the buffer is the caller's again when this returns. What is
     * written to a stream whose connection has broken is dropped, and {@link StreamHandler#onClose} tells of it.
     *
     * @param source what to write, from its position to its limit, where its position is afterwards
     * @return whether more is welcome; if not, {@link StreamHandler#onWritable} tells when it is
     * @throws IllegalStateException if {@link #close}, {@link #abort} or {@link #shutdownOutput} was called before, if nothing can be
     *     written here, or if the memory of the loop is used up; nothing was taken then
     */
    public boolean write(ByteBuffer source) {
        requireInLoop();
        if (closing || endingOutput) {
            throw new IllegalStateException(
                    "the output of " + this + " was ended before: write first, then close or shut down");
        }
        if (!end.canWrite()) {
            throw new IllegalStateException(this + " cannot be written");
        }
        if (closed || outputFailure != null) {
            source.position(source.limit());
            return false;
        }
        if (source.hasRemaining()) {
            requireRoomFor(source.remaining());
            // Reserves may be refused by the JVM, in the middle: what was taken by then counts.
            home.willWrite(this);
            output.take(source);
        }
        boolean full = isFull();
        if (full && !toldFull) {
            toldFull = true;
            counters.stalled();
        }
        return !full;
    }

    boolean takesOutput() {
        return !closing && !endingOutput;
    }

    /**
     * As {@link #write}, but what has no place now is left in the buffer; false then too, and the handler is told when there is room. A small
     * block always has one if nothing waits.
     */
    boolean writeIfRoom(ByteBuffer source) {
        if (!closed && outputFailure == null && !output.hasRoomFor(source.remaining())) {
            toldFull = true;
            return false;
        }
        return write(source);
    }

    private void requireRoomFor(int bytes) {
        if (output.hasRoomFor(bytes)) {
            return;
        }
        // What others, and this one, have written in this turn need not wait for its end.
        home.willWrite(this);
        home.writeOut();
        if (!output.hasRoomFor(bytes)) {
            throw new IllegalStateException("memory for streams is used up, and " + bytes + " bytes for " + this
                    + " have no place: stop when write returns false, or give more with StreamsBuilder.memory");
        }
    }

    private boolean isFull() {
        long pending = output.pending();
        return pending > 0 && pending > Math.min(home.settings.highMark(), home.pool.available());
    }

    /** Writes what the system takes now, instead of at the end of the turn. */
    public void flush() {
        requireInLoop();
        while (prepareWrite()) {
            output.perform();
            hasWritten();
        }
    }

    /** Reads no more until {@link #resume}. A peer that goes away meanwhile is noticed then, or when something is written to it. */
    public void pause() {
        requireInLoop();
        paused = true;
        home.willWatch(this);
    }

    /** Reads again. What the handler has left is offered to it again first, by itself if nothing has followed. */
    public void resume() {
        requireInLoop();
        if (paused) {
            paused = false;
            offerAgain();
            home.willWatch(this);
        }
    }

    private void offerAgain() {
        offers |= input.left() > 0;
        home.willTell(this);
        if (mayHaveMore) {
            home.willRead(this);
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
     * Ends the output: the peer is told that no more will come, after what was written before. The other direction goes on; when that has
     * ended too, the stream is closed. Where there is no such thing, as with a terminal, nothing more is written, and that is all.
     * Idempotent.
     */
    public void shutdownOutput() {
        requireInLoop();
        if (!endingOutput) {
            endingOutput = true;
            home.willWrite(this);
        }
    }

    /**
     * Closes the stream when everything that was written has gone out; reads nothing more, and the handler is told of nothing but the
     * close. A peer that takes nothing keeps it open as long as there is no {@linkplain StreamsBuilder#writeTimeout write timeout}.
     * Idempotent; by any thread, of which another than the loop's does not wait for it.
     */
    public void close() {
        if (home.loop.isInLoop()) {
            closing = true;
            home.willWrite(this);
            home.willWatch(this);
        } else {
            hand(this::close);
        }
    }

    /**
     * Closes the stream at once. What was not written yet is dropped, and the peer sees the connection break where there is such a thing: a
     * TCP connection is reset. Idempotent; by any thread, of which another than the loop's does not wait for it.
     */
    public void abort() {
        if (home.loop.isInLoop()) {
            closing = true;
            finish(null, true);
        } else {
            hand(this::abort);
        }
    }

    /** On the loop's thread; what fails here the handler is told. */
    @Override
    void begin() {
        limits.begin();
        home.willTell(this);
        home.willWrite(this);
        watch();
    }

    private void onReady(Registration self, Readiness ready) {
        if (ready.isInvalid()) {
            abandon(new IOException(
                    end + " was closed by somebody else: leave that to the stream", new ClosedChannelException()));
            return;
        }
        if (ready.isReadable()) {
            home.willRead(this);
        }
        if (ready.isWritable()) {
            outputBlocked = false;
            home.willWrite(this);
        }
    }

    private boolean wantsInput() {
        return !closed
                && !closing
                && !paused
                && !starving
                && end.canRead()
                && !input.hasEnded()
                && (home.settings.readsWhenFull() || !isFull());
    }

    /** Asks for the next bytes; false if none are wanted now. */
    boolean prepareRead(Block lent, int most) {
        if (turn != home.turnCount()) {
            turn = home.turnCount();
            readInTurn = 0;
        }
        if (!wantsInput() || offers || readInTurn >= home.settings.budgetBytes()) {
            wantsRoom = mayHaveMore;
            home.willWatch(this);
            return false;
        }
        wantsRoom = false;
        if (!input.prepare(lent, most)) {
            starving = true;
            home.starves(this);
            home.willWatch(this);
            return false;
        }
        return true;
    }

    void isFed() {
        starving = false;
        home.willRead(this);
        home.willWatch(this);
    }

    /** The operation was done, and the handler has not been told of anything since. Another one may have aborted this stream. */
    void hasRead() {
        if (closed) {
            return;
        }
        IOException failure = input.failure();
        if (failure != null) {
            finish(outputFailure == null ? failure : outputFailure, true);
            return;
        }
        mayHaveMore = input.take();
        if (input.count() > 0) {
            readInTurn += input.count();
            counters.read(input.count());
            limits.moved();
            offers = true;
        } else if (input.hasEnded()) {
            // The system tells of a reset once, and if a write was told it, reading finds an end.
            outputBlocked = false;
            flush();
        }
        if (outputFailure != null && !closed) {
            readTheRest();
        }
        tell();
        if (!closed) {
            keepOffered();
            if (mayHaveMore) {
                home.willRead(this);
            }
            home.willWatch(this);
        }
    }

    /** Nothing can be written any more: what came before is read, and then it is over. */
    private void readTheRest() {
        if (input.count() == 0) {
            finish(outputFailure, true);
        } else {
            mayHaveMore = true;
        }
    }

    /** What was lent for the batch is about to go to others. */
    private void keepOffered() {
        try {
            input.keep();
        } catch (Throwable e) {
            finish(e, true);
            home.report(e);
        }
    }

    /** Asks for what waits to be written; false if nothing is to be done now. */
    boolean prepareWrite() {
        if (closed || registration == null || outputBlocked) {
            return false;
        }
        if (output.isEmpty()) {
            outputIsOut();
            return false;
        }
        output.prepare();
        return true;
    }

    void hasWritten() {
        IOException failure = output.failure();
        if (failure != null) {
            outputFailed(failure);
            return;
        }
        int count = output.count();
        boolean all = output.settle();
        if (count > 0) {
            counters.written(count);
            limits.moved();
        }
        if (output.isEmpty()) {
            limits.outputIsOut();
            outputIsOut();
        } else if (all) {
            limits.outputWaits(true);
            home.willWrite(this);
        } else {
            limits.outputWaits(count > 0);
            outputBlocked = true;
        }
        if (toldFull && output.pending() <= home.settings.lowMark()) {
            toldFull = false;
            isWritableAgain = true;
            home.willTell(this);
        }
        if (!closed) {
            if (wantsRoom && wantsInput()) {
                home.willRead(this);
            }
            home.willWatch(this);
        }
    }

    private void outputIsOut() {
        if (closing) {
            finish(outputFailure, outputFailure != null);
        } else if (endingOutput && !outputEnded && outputFailure == null) {
            outputEnded = true;
            try {
                end.endOutput();
            } catch (IOException | RuntimeException e) {
                outputFailed(e instanceof IOException io ? io : new IOException(e));
                return;
            }
            finishIfOver();
        }
    }

    private void outputFailed(IOException why) {
        output.clear();
        limits.outputIsOut();
        outputFailure = why;
        outputBlocked = false;
        if (wantsInput()) {
            mayHaveMore = true;
            home.willRead(this);
        } else {
            finish(why, true);
        }
    }

    /** Brings the interest in line with what is wanted. */
    @Override
    void watch() {
        if (closed) {
            return;
        }
        boolean reads = wantsInput();
        if (outputFailure != null && !reads) {
            finish(outputFailure, true);
            return;
        }
        Interest wanted = wanted(reads, outputBlocked);
        if (registration != null && wanted == interest) {
            return;
        }
        try {
            if (registration == null) {
                registration = end.register(home.loop.source(), wanted, onReady);
                int fd = end.isPlain() ? registration.fd() : -1;
                input.begin(fd);
                output.begin(fd);
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

    /** Tells the handler what has happened: here, and nowhere else, its methods run. */
    @Override
    void tell() {
        try {
            if (!closed) {
                tellWhileOpen();
            }
        } catch (Throwable e) {
            finish(e, true);
            home.report(e);
        }
        if (closed && !toldClose) {
            toldClose = true;
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
        if (offers && mayBeTold()) {
            offers = false;
            offer();
        }
        if (input.hasEnded() && !toldEnd && !offers && mayBeTold()) {
            toldEnd = true;
            handler.onEnd(this, input.view());
            finishIfOver();
        }
        if (isWritableAgain && !closed && !closing) {
            isWritableAgain = false;
            handler.onWritable(this);
        }
    }

    private boolean mayBeTold() {
        return !closed && !closing && !paused;
    }

    private void offer() throws IOException {
        ByteBuffer data = input.view();
        handler.onData(this, data);
        if (closed) {
            return;
        }
        input.keepFrom(data);
        if (input.left() >= home.settings.messageBytes() && mayBeTold()) {
            throw new IOException("the handler of " + this + " has left " + input.left() + " bytes, and is given "
                    + home.settings.messageBytes() + " at most: take some, pause, or allow more with"
                    + " StreamsBuilder.message");
        }
    }

    private void finishIfOver() {
        if (toldEnd && outputEnded && !closed) {
            finish(null, false);
        }
    }

    @Override
    void fail(Throwable why) {
        finish(why, true);
    }

    private void abandon(IOException why) {
        if (!closed) {
            try {
                end.abandon();
            } catch (IOException | RuntimeException e) {
                // It is closed all the same.
                why.addSuppressed(e);
            }
            fail(why);
        }
    }

    /** The loop, or the whole group, ends: what the system takes at once goes out. */
    @Override
    void cut() {
        if (closed) {
            return;
        }
        flush();
        finish(new IOException("streams end, and with them " + this), !output.isEmpty());
    }

    /** It does not begin: what was written to it by then is dropped, and a handler that it had by then is told. */
    void drop(Throwable why) {
        closed = true;
        open = false;
        toldClose = true;
        output.clear();
        handler.onClose(this, why);
    }

    private void finish(Throwable why, boolean aborts) {
        if (closed) {
            return;
        }
        closed = true;
        open = false;
        cause = why;
        limits.cancel();
        input.release();
        output.clear();
        try {
            close(aborts);
        } catch (IOException e) {
            // It is closed all the same.
        } catch (RuntimeException | Error e) {
            home.report(e);
        }
        home.remove(this);
        home.willTell(this);
    }

    private void close(boolean aborts) throws IOException {
        try {
            if (registration != null) {
                registration.cancel();
            }
        } finally {
            if (aborts) {
                end.abort();
            } else {
                end.close();
            }
        }
    }

    @Override
    public String toString() {
        return "stream over " + end;
    }
}
