package dev.vigil.stream;

import dev.vigil.carry.Block;
import dev.vigil.carry.Carrier;
import dev.vigil.carry.CarrierChoice;
import dev.vigil.carry.Operation;
import dev.vigil.loop.EventLoop;
import dev.vigil.loop.Timer;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.RejectedExecutionException;

/**
 * The streams of one group on one loop, and their turn: what handlers of descriptors, timers and tasks have gathered is read and
 * written at its end, many streams with one call. The loop's thread owns the streams from their begin to their end. What others ask
 * is a task of the loop, and if the loop ends before, its thread ends the streams too.
 *
 * <p>A turn goes in rounds. Each reads once from all that are ready and gives them what came; then all that waits is written. Who read
 * as much as was asked for, or has room again, is in the next one, until the budget is spent. Interests are brought in line once, at
 * the end.
 */
final class StreamLoop {
    private static final System.Logger LOG = System.getLogger("dev.vigil.stream");

    /** Then others get their turn. */
    private static final int ROUNDS = 16;

    final EventLoop loop;
    final StreamSettings settings;
    final BlockPool pool;
    final StreamCounters counters = new StreamCounters(null);
    final DatagramLoop datagrams = new DatagramLoop(this);
    private final Streams owner;

    /** Those to be read, to be written, whose interest may have changed, and whose handlers are to be told something. */
    private final StreamQueue<Stream> ready = new StreamQueue<>(1);

    private final StreamQueue<Stream> flushing = new StreamQueue<>(2);
    private final StreamQueue<Member> changed = new StreamQueue<>(4);
    private final StreamQueue<Member> untold = new StreamQueue<>(8);

    /** Those that wait for memory in which to keep a message. */
    private final StreamQueue<Stream> starving = new StreamQueue<>(16);

    private final Carrier carrier;
    private final String description;
    private final int most;
    private boolean carrierWorks = true;
    private final Operation[] operations = new Operation[ReadAhead.MOST];
    private final Stream[] reading = new Stream[ReadAhead.MOST];
    private final Stream[] writing = new Stream[ReadAhead.MOST];
    private ReadAhead readAhead;

    private final Runnable turn = this::turn;
    private final Runnable takeArrivals = this::takeArrivals;
    private final Runnable cutAll = this::cutAll;

    /** A loop that is cut off drops its tasks, and streams must not be lost with them. */
    private final Queue<Member> arriving = new ConcurrentLinkedQueue<>();

    /** These only for the loop's thread. */
    private final Set<Member> members = new HashSet<>();

    private boolean turns;
    private boolean inTurn;
    private long turnCount;

    /** The time of this turn, if anybody wanted to know it. */
    private long now;

    private long nowOfTurn = -1;

    /** Whether all streams were ended, and others that come are too. */
    private boolean cut;

    StreamLoop(Streams owner, EventLoop loop, StreamSettings settings, CarrierChoice choice) {
        this.owner = owner;
        this.loop = loop;
        this.settings = settings;
        this.carrier = choice.carrier();
        this.description = choice.description();
        // Plain calls one after the other: the handler finds what was read in the processor's cache.
        this.most = choice.isPlain() ? 1 : ReadAhead.MOST;
        this.pool = new BlockPool(settings.messageBytes(), settings.memoryBytes());
        try {
            loop.addEndAction(cutAll);
        } catch (RejectedExecutionException e) {
            // A loop that has ended takes no streams either.
            cut = true;
        }
    }

    String description() {
        return description;
    }

    Map<String, Long> gauges() {
        return carrier.gauges();
    }

    /** Begins a stream on the loop's thread; false if it takes none any more. */
    boolean start(Member member) {
        if (loop.isInLoop()) {
            if (cut) {
                return false;
            }
            begin(member);
            return true;
        }
        arriving.add(member);
        try {
            loop.execute(takeArrivals);
            return true;
        } catch (RejectedExecutionException e) {
            // Unless the loop, at its end, has taken it by now.
            return !arriving.remove(member);
        }
    }

    private void takeArrivals() {
        for (Member member = arriving.poll(); member != null; member = arriving.poll()) {
            begin(member);
            if (cut) {
                member.cut();
            }
        }
        if (cut) {
            tell();
        }
    }

    private void begin(Member member) {
        if (!turns) {
            turns = true;
            loop.addTurnAction(turn);
        }
        if (member.isOpen()) {
            members.add(member);
            member.begin();
        } else {
            // Its factory has aborted it.
            owner.ended();
            willTell(member);
        }
    }

    /** Ends every stream, soon. By any thread. */
    void cut() {
        try {
            loop.execute(cutAll);
        } catch (RejectedExecutionException e) {
            // The loop ends, and does it then.
            return;
        }
    }

    private void cutAll() {
        if (!cut) {
            cut = true;
            loop.removeEndAction(cutAll);
        }
        takeArrivals();
        for (Member member : new ArrayList<>(members)) {
            member.cut();
        }
        tell();
        if (turns) {
            turns = false;
            loop.removeTurnAction(turn);
        }
        carrier.close();
    }

    /** A stream has closed its end. */
    void remove(Member member) {
        if (members.remove(member)) {
            owner.ended();
        }
    }

    void willRead(Stream stream) {
        ready.add(stream);
        touch();
    }

    void willWrite(Stream stream) {
        flushing.add(stream);
        touch();
    }

    void willWatch(Member member) {
        changed.add(member);
        touch();
    }

    void willTell(Member member) {
        untold.add(member);
        touch();
    }

    void starves(Stream stream) {
        starving.add(stream);
    }

    /** The turn of this loop may be over for now, if it is an action at the end of it that asks. */
    void touch() {
        if (!inTurn) {
            loop.anotherTurn();
        }
    }

    long turnCount() {
        return turnCount;
    }

    /** The time, looked at once in a turn. */
    long now() {
        if (nowOfTurn != turnCount || !inTurn) {
            now = System.nanoTime();
            nowOfTurn = turnCount;
        }
        return now;
    }

    private void turn() {
        if (isIdle() && changed.isEmpty()) {
            return;
        }
        inTurn = true;
        turnCount++;
        try {
            for (int i = 0; i < ROUNDS && !isIdle(); i++) {
                read();
                tell();
                datagrams.receive();
                writeOut();
                datagrams.sendOut();
                tell();
            }
            feed();
            while (!changed.isEmpty()) {
                changed.take().watch();
            }
            tell();
        } finally {
            inTurn = false;
        }
        if (!isIdle() || !changed.isEmpty()) {
            loop.anotherTurn();
        }
    }

    private boolean isIdle() {
        return ready.isEmpty() && flushing.isEmpty() && untold.isEmpty() && datagrams.isIdle();
    }

    private void read() {
        if (readAhead == null && !ready.isEmpty()) {
            readAhead = new ReadAhead();
        }
        for (int left = ready.size(); left > 0 && isRunning(); ) {
            int asked = Math.min(left, most);
            int count = 0;
            for (int i = 0; i < asked; i++) {
                Stream stream = ready.take();
                Block part = readAhead.part(i, asked);
                if (stream.prepareRead(part, ReadAhead.share(asked))) {
                    reading[count] = stream;
                    operations[count] = stream.input();
                    count++;
                }
            }
            left -= asked;
            carry(count);
            for (int i = 0; i < count; i++) {
                Stream stream = reading[i];
                reading[i] = null;
                stream.hasRead();
            }
        }
    }

    /** Writes what waits. Tells nobody anything, and so may come in the middle of a handler that wants memory. */
    void writeOut() {
        while (!flushing.isEmpty()) {
            int asked = Math.min(flushing.size(), most);
            int count = 0;
            for (int i = 0; i < asked; i++) {
                Stream stream = flushing.take();
                if (stream.prepareWrite()) {
                    writing[count] = stream;
                    operations[count] = stream.output();
                    count++;
                }
            }
            carry(count);
            for (int i = 0; i < count; i++) {
                Stream stream = writing[i];
                writing[i] = null;
                stream.hasWritten();
            }
        }
    }

    /** Has operations done: those with a number by the carrier, as far as it can, and all others by plain calls. */
    private void carry(int count) {
        int numbered = 0;
        for (int i = 0; i < count; i++) {
            Operation operation = operations[i];
            if (operation.fd() < 0 || !carrierWorks) {
                operation.perform();
            } else {
                operations[numbered] = operation;
                numbered++;
            }
        }
        if (numbered > 0) {
            try {
                carrier.carry(operations, numbered);
            } catch (IOException | RuntimeException | LinkageError e) {
                carrierFailed(e);
            }
        }
        for (int i = 0; i < numbered; i++) {
            if (!operations[i].isDone()) {
                operations[i].perform();
            }
        }
        for (int i = 0; i < count; i++) {
            operations[i] = null;
        }
    }

    private void carrierFailed(Throwable why) {
        carrierWorks = false;
        LOG.log(
                System.Logger.Level.WARNING,
                "streams of loop " + loop.name() + " go on with plain calls, since " + description + " has failed",
                why);
        carrier.close();
    }

    private void tell() {
        while (!untold.isEmpty() && (isRunning() || cut)) {
            untold.take().tell();
        }
    }

    /** A loop that was cut off, perhaps by the handler of the stream before, begins no handler any more but to tell of the end. */
    boolean isRunning() {
        return loop.source().isOpen();
    }

    /** Memory was given back, perhaps. */
    private void feed() {
        while (!starving.isEmpty() && pool.available() >= pool.largeBytes()) {
            starving.take().isFed();
        }
    }

    /** Runs something later; null if the loop ends before. */
    Timer schedule(long nanos, Runnable action) {
        try {
            return loop.schedule(Duration.ofNanos(nanos), action);
        } catch (RejectedExecutionException e) {
            return null;
        }
    }

    void report(Throwable mistake) {
        loop.report(mistake);
    }
}
