package dev.vigil.spi;

import dev.vigil.Interest;
import java.io.IOException;
import java.nio.channels.SelectableChannel;
import java.util.Map;
import java.util.OptionalInt;

/**
 * What a backend supplies: a set of descriptors that can be changed, waited on, and woken. Everything else (the table of
 * registrations, argument checks, features, thread rules, batches, left-over events, wake-up coalescing, statistics, the
 * lifecycle) is the source's and written once.
 *
 * <p>The rules between source and mechanism:
 *
 * <ol>
 *   <li><b>R1 Control.</b> {@link #add}, {@link #change}, {@link #rotate} and {@link #remove} come from any thread at any
 *       time, also while other threads are in {@link #await}. Calls for one watch never overlap; calls for different
 *       watches may. After {@code remove}, and after an {@code add} that threw, the mechanism keeps nothing of the watch: a
 *       source lives long, and what it kept of ended registrations would grow.
 *   <li><b>R2 Effect.</b> A control call takes effect without waiting for something else to happen: if threads are blocked
 *       on a snapshot, the mechanism wakes them, once for any number of changes. A {@code change} by a handler may wait until
 *       {@link #turnEnds}, as long as nobody can notice.
 *   <li><b>R3 Look again.</b> After {@code add} and {@code change}, if the descriptor is ready, an event follows. The source
 *       calls {@code change} only if something changed or a look is wanted.
 *   <li><b>R4 Liveness.</b> A watch that is not {@link Watch#isLive() live} reports nothing, hang-up included, or at most
 *       one event that the source drops. A mechanism disarms a one-shot watch when it fetches its event; the source clears
 *       {@link Watch#isArmed()} when it delivers it, and sets it again before {@code change}.
 *   <li><b>R5 Words.</b> What is added to the batch is the watch's word as it was given, never looked up by descriptor
 *       number. The source drops what is stale. A number may be closed without {@code remove}, and stand for another file by the
 *       time of the next call: {@link #isReplaced} tells as far as the system lets it, and {@code change} takes no other file in
 *       where that can be told at no more than its price.
 *   <li><b>R6 Flags.</b> The readiness added is what the system said, in {@link dev.vigil.Readiness} bits, one entry per
 *       descriptor and batch: a mechanism that gets one event per direction merges them. The source masks what was not
 *       asked for, and derives readable and writable from hang-up and error.
 *   <li><b>R7 One wait.</b> {@code await} makes one waiting system call. A signal that cuts it short is
 *       {@linkplain Batch#interrupted() counted} and ends it with an empty batch. It may return early and empty for any other
 *       reason too: the source looks at its clock, and calls again with the time that is left. A timeout is rounded up; one beyond what the call can take is cut to its maximum.
 *   <li><b>R8 Limit.</b> {@code await} adds at most {@link Batch#limit()} events. What is ready beyond comes in later
 *       calls, in turn.
 *   <li><b>R9 Waiters.</b> With {@link dev.vigil.Feature#MANY_WAITERS} several threads are in {@code await} at once, each
 *       with a batch of its own. Without it the source lets in one at a time.
 *   <li><b>R10 Wake-up.</b> {@link #wake} makes at least one thread that is in {@code await}, or the next one that comes,
 *       return soon, with {@link Batch#woken()} called. It never blocks and may come from any thread. The source coalesces
 *       wake-ups and calls it only when somebody waits.
 *   <li><b>R11 Allocation.</b> {@code await} allocates nothing, and takes no lock.
 *   <li><b>R12 Close.</b> {@link #close} is called once, when no thread is in {@code await} and no control call is under
 *       way or will come.
 * </ol>
 */
public abstract class Mechanism {
    /** For subclasses. */
    protected Mechanism() {}

    /**
     * Makes a batch for one polling thread. A mechanism that needs memory per waiter returns a subclass.
     *
     * @param limit how many events it holds at most
     * @return a new batch, to be passed to {@link #await} of this mechanism only
     */
    public Batch newBatch(int limit) {
        return new Batch(limit);
    }

    /**
     * Finds the descriptor of a channel.
     *
     * @param channel a channel, open and non-blocking
     * @return its descriptor, or -1 if this mechanism watches the channel itself
     * @throws IllegalArgumentException if the channel is of a provider that this mechanism cannot watch
     * @throws UnsupportedOperationException if the descriptor cannot be found; the message says what would work
     * @throws IOException if the channel is closed
     */
    public int descriptorOf(SelectableChannel channel) throws IOException {
        throw new UnsupportedOperationException("this backend watches no channels");
    }

    /**
     * Refuses a blocking descriptor. Called once for a raw descriptor, before WRITE is asked for.
     *
     * @param fd the descriptor
     * @throws IllegalArgumentException if it is blocking
     * @throws IOException if the system refuses, such as for a closed descriptor
     */
    public void requireNonBlocking(int fd) throws IOException {}

    /**
     * Starts to watch.
     *
     * @param watch the registration
     * @throws IllegalArgumentException if the descriptor is of a kind that cannot be watched
     * @throws IOException if the system refuses; nothing is watched then
     */
    public abstract void add(Watch watch) throws IOException;

    /**
     * Refuses an interest that a descriptor cannot be watched for, before anything is changed.
     *
     * @param watch the registration, as it is
     * @param next another interest, of features that the backend has
     * @throws IllegalArgumentException if the descriptor is of a kind that cannot be watched so
     * @throws IOException if the system refuses
     */
    public void requireTakes(Watch watch, Interest next) throws IOException {}

    /**
     * Watches for another interest, or looks again with the same one.
     *
     * @param watch the registration, with its new interest, armed
     * @param from the interest before
     * @throws IOException if the system refuses; the source then restores interest and arming, and calls this once more, for
     *     the mechanism to go by them again. If that is refused too, the next update or rearming calls this whatever the interest
     */
    public abstract void change(Watch watch, Interest from) throws IOException;

    /**
     * Stops watching. The descriptor may have been closed by now, and its number may belong to another file: then nothing
     * is done to that one, and nothing is thrown.
     *
     * @param watch the registration
     */
    public abstract void remove(Watch watch);

    /**
     * Lets go of a channel whose watch will be removed, so that it can be made blocking before that. May come from any thread, also
     * beside other calls for the same watch, and more than once. A mechanism that only watches descriptors does nothing.
     *
     * @param watch the registration
     */
    public void release(Watch watch) {}

    /**
     * Says that the calling thread is about to run the handlers of a batch. Until {@link #turnEnds} the changes that it makes may
     * wait: it does not wait itself meanwhile. Those of other threads may not, nor may {@code add}, {@code remove} and {@code rotate}.
     */
    public void turnBegins() {}

    /**
     * Says that the handlers have run: from now on every change has taken effect. Called by the thread that called
     * {@link #turnBegins}, once for each time, also when a handler threw; the mechanism may have been closed by one meanwhile.
     *
     * @throws IOException if the system refuses a change that waited, for another reason than that its descriptor is closed
     */
    public void turnEnds() throws IOException {}

    /**
     * Goes to the back of the wake-up queue of the descriptor. Only called for exclusive watches that are live.
     *
     * @param watch the registration
     * @throws IOException if the system refuses; if the descriptor is not watched then, the next change or rotation does it
     */
    public void rotate(Watch watch) throws IOException {}

    /**
     * Whether the open file that a watch was added with is gone from under its number, so that the number stands for
     * another file now. Called when a descriptor is registered that is registered already, and by mechanisms over this one before
     * they move it. The file that has the number is not to be watched or changed by it; false where nothing can be told.
     *
     * @param watch the standing registration
     * @return true only if it certainly is another file
     * @throws IOException if the system refuses
     */
    public boolean isReplaced(Watch watch) throws IOException {
        return false;
    }

    /**
     * Lets go of what was removed, for it is about to be closed. Every thread that awaited when it was removed has come out since,
     * where one waits at a time. By default nothing is held any longer by then.
     */
    public void flush() {}

    /**
     * How many bytes wait to be read. Asked by a thread that polls, before and after a handler runs, and only if descriptors
     * have been ready in thousands of polls in a row: it is how the source tells a handler that takes a little each time from
     * one that takes nothing, of which it warns. Throws nothing, whatever became of the descriptor.
     *
     * @param watch a registration, which may have ended
     * @return the number; -1 if the system does not tell, or not of all that waits
     */
    public long pending(Watch watch) {
        return -1;
    }

    /**
     * Waits, and fills the batch. May return before the time is over with nothing in it.
     *
     * @param batch an empty batch that {@link #newBatch} of this mechanism made
     * @param nanos how long to wait at most; 0 only looks; {@link Timeouts#FOREVER} has no end
     * @throws MechanismFailedException if the mechanism cannot go on; the source closes
     * @throws IOException if the system refuses; what is in the batch by then is delivered by the next poll
     */
    public abstract void await(Batch batch, long nanos) throws IOException;

    /** Makes a thread in {@link #await}, or the next one, return soon. */
    public abstract void wake();

    /**
     * Makes the kernel's set anew, because a stale word keeps coming back: the entry of a descriptor that was closed while a
     * duplicate lives. Called while every control call is held off; other threads may be in {@link #await}. A mechanism whose
     * set cannot hold such an entry does nothing.
     *
     * @param watches every standing registration
     * @return whether the set was rebuilt
     * @throws IOException if the system refuses; the old set stays in use then
     */
    public boolean rebuild(Iterable<Watch> watches) throws IOException {
        return false;
    }

    /**
     * Whether {@link #await} answers to {@link Thread#interrupt} by itself. Otherwise the source calls {@link #wake}.
     *
     * @return true if it does
     */
    public boolean handlesInterrupt() {
        return false;
    }

    /**
     * The descriptor that {@link #await} waits on, if that is one: readable when there is something to fetch. For mechanisms built
     * over this one. The number stays, but a {@linkplain #rebuild rebuild} may make it stand for another open file: whoever
     * watches it has to watch it anew then.
     *
     * @return the descriptor, or empty
     */
    public OptionalInt fd() {
        return OptionalInt.empty();
    }

    /**
     * The descriptor that others watch, of whatever library: as readable as {@link #fd()}, and the same open file for as long as
     * the mechanism lives, whatever is rebuilt. Called while every control call is held off. A mechanism that is never rebuilt has
     * one descriptor for both.
     *
     * @return the descriptor, the same each time, or empty
     * @throws IOException if the system refuses one more descriptor; a later call tries again
     */
    public OptionalInt facade() throws IOException {
        return fd();
    }

    /**
     * How many system calls were made to add, change or remove descriptors.
     *
     * @return the count so far
     */
    public abstract long controlCalls();

    /**
     * How many descriptors moved to the hot side.
     *
     * @return the count so far
     */
    public long promotions() {
        return 0;
    }

    /**
     * How many descriptors moved to the cold side.
     *
     * @return the count so far
     */
    public long demotions() {
        return 0;
    }

    /**
     * Further figures for {@link dev.vigil.Statistics#gauges()}.
     *
     * @return figures by name
     */
    public Map<String, Long> gauges() {
        return Map.of();
    }

    /** Frees everything. */
    public abstract void close();
}
