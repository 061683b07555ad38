package dev.vigil.spi;

import java.io.IOException;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/**
 * The places of the threads that poll one source: as many as ever polled at once. A thread takes a free place with one
 * compare-and-set, and one that holds left-over events before any other.
 */
final class Pollers {
    /** Makes a place; the first one of a source is made otherwise. */
    interface Maker {
        Poller make(boolean first);
    }

    private final Maker maker;

    /** Grows by one under the monitor; read without it. */
    private volatile Poller[] all = new Poller[0];

    /** Places given up with events in them. */
    private final AtomicInteger leftOvers = new AtomicInteger();

    Pollers(Maker maker) {
        this.maker = maker;
    }

    Poller[] all() {
        return all;
    }

    /** Takes a place for the calling thread. */
    Poller enter(Thread me) {
        Poller[] places = all;
        for (Poller place : places) {
            if (place.isOwnedBy(me)) {
                throw new IllegalStateException(
                        "a handler may not poll its own source: return from it, the poll goes on");
            }
        }
        if (hasLeftOvers()) {
            Poller left = takeLeftOvers(me);
            if (left != null) {
                return left;
            }
        }
        for (Poller place : places) {
            if (take(place, me)) {
                return place;
            }
        }
        return grow(me);
    }

    /** Takes a place that is free. Its thread may have given it up with events in it just now. */
    private boolean take(Poller place, Thread me) {
        if (!place.take(me)) {
            return false;
        }
        if (place.hasLeftOvers) {
            place.hasLeftOvers = false;
            leftOvers.decrementAndGet();
        }
        return true;
    }

    private synchronized Poller grow(Thread me) {
        Poller[] places = all;
        Poller added = maker.make(places.length == 0);
        added.take(me);
        places = Arrays.copyOf(places, places.length + 1);
        places[places.length - 1] = added;
        all = places;
        return added;
    }

    /**
     * Gives the place up. Events left in it wait for the next thread that polls, or one that is blocked comes for them. That
     * one may be leaving by now, for events of its own: then it calls out another when it leaves.
     */
    void leave(Poller place) {
        boolean withEvents = place.batch.hasNext();
        if (withEvents) {
            leftOvers.incrementAndGet();
        }
        place.release(withEvents);
        if (hasLeftOvers()) {
            callOne();
            place.tellOfLeftOvers();
        }
    }

    boolean hasLeftOvers() {
        return leftOvers.get() > 0;
    }

    /** Runs the handlers of events that a thread left behind whose handler threw. */
    int serveLeftOvers(Thread me) throws IOException {
        Poller left = takeLeftOvers(me);
        if (left == null) {
            return 0;
        }
        try {
            return left.dispatcher.dispatch();
        } finally {
            leave(left);
        }
    }

    /** Takes a place that was given up with events in it, or returns null. Somebody else may have served them just now. */
    private Poller takeLeftOvers(Thread me) {
        for (Poller place : all) {
            if (place.hasLeftOvers && take(place, me)) {
                return place;
            }
        }
        return null;
    }

    /** Whether some thread is in the mechanism and may be blocked there. */
    boolean anyBlocked() {
        for (Poller place : all) {
            if (place.isBlocked()) {
                return true;
            }
        }
        return false;
    }

    /** Whether some thread is in the mechanism at all. */
    boolean anyInside() {
        for (Poller place : all) {
            if (place.isInside()) {
                return true;
            }
        }
        return false;
    }

    /**
     * Calls every thread out that is in the mechanism now, and waits until it has come. Handlers are not waited for: a thread that
     * runs them is out.
     */
    void callAllOut() {
        for (Poller place : all) {
            place.callOutAndWait();
        }
    }

    /** Whether some blocked thread has been called out and has not come yet. */
    boolean anyCalled() {
        for (Poller place : all) {
            if (place.called && place.isBlocked()) {
                return true;
            }
        }
        return false;
    }

    /** Lets one thread go on that queues behind the one in the mechanism. */
    void nextFollower() {
        for (Poller place : all) {
            if (place.following) {
                LockSupport.unpark(place.owner());
                return;
            }
        }
    }

    /** Lets every thread go on that queues. */
    void allFollowers() {
        for (Poller place : all) {
            if (place.following) {
                LockSupport.unpark(place.owner());
            }
        }
    }

    private void callOne() {
        for (Poller place : all) {
            if (place.following) {
                LockSupport.unpark(place.owner());
                return;
            }
            if (place.isBlocked()) {
                place.callOut();
                return;
            }
        }
    }
}
