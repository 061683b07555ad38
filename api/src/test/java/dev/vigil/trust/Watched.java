package dev.vigil.trust;

import dev.vigil.EventHandler;
import dev.vigil.Interest;
import dev.vigil.Readiness;
import dev.vigil.Registration;
import java.io.IOException;

/** The model of one registration, and its handler. */
final class Watched implements EventHandler {
    final World world;
    final int id;
    final Side side;
    final Held held;

    /** The number it was made for. */
    final int number;

    Registration registration;
    Interest interest;

    /** Whether it has neither been cancelled nor told INVALID, nor its source been closed. */
    boolean standing = true;

    /** Whether a one-shot is still to fire. */
    boolean armed = true;

    /** What the handler does with the next event; 0 for nothing. */
    int reaction;

    /** Edges that have not been told, in {@link Readiness} bits. */
    int owedEdges;

    /** What was reported of the state last looked at: what is not in it, and comes, is an edge. */
    int lastReported;

    int sendingsSeen;

    /** {@link Held#changes} when it was last told. */
    int changesTold = -1;

    /** How often its source had made its set anew when it was last told: a new set tells of edges anew. */
    long rebuildsTold;

    /** What its number was, right before and right after the poll that is judged, if that stands for another file. */
    int strangers;

    /** What a poll that a handler ended may have fetched. */
    int leftover;

    /** What it was true for at any time since it was told last, for backends that tell later. */
    int seen;

    /** What was told since all that was due had been. */
    int lately;

    /** How many polls in a row have not told what they had to. */
    int owed;

    /** Of the poll that is judged: what was told, by how many calls. */
    int told;

    int calls;
    long allCalls;

    /** Whether it was changed while the poll that is judged ran. */
    boolean disturbed;

    Watched(World world, int id, Side side, Held held, int number, Interest interest) {
        this.world = world;
        this.id = id;
        this.side = side;
        this.held = held;
        this.number = number;
        this.interest = interest;
        this.sendingsSeen = held.sendings;
    }

    boolean isOrphan() {
        return !held.numbers.contains(number);
    }

    /** Whether an event may come. */
    boolean isLive() {
        return standing && interest != Interest.NONE && (armed || !interest.isOneShot());
    }

    /** It is looked at anew: what is true counts as an edge. */
    void lookAgain() {
        armed = true;
        lastReported = 0;
        changesTold = -1;
        owed = 0;
    }

    @Override
    public void onReady(Registration seenBy, Readiness ready) throws IOException {
        if (registration != null && seenBy != registration) {
            world.found(this + " was told with the registration " + seenBy);
        }
        if (!standing) {
            world.found(this + " was told " + ready + " after it had ended");
        }
        if (!side.isPolled()) {
            world.found(this + " was told " + ready + " outside of a poll of its source");
        }
        told |= ready.bits();
        // Also of what became true, came or was looked at anew since the poll began.
        lastReported |= ready.bits();
        sendingsSeen = held.sendings;
        calls++;
        allCalls++;
        if (interest.isOneShot()) {
            if (!armed) {
                world.found(this + " is one-shot, has fired, and was told " + ready);
            }
            armed = false;
        }
        if (ready.isInvalid()) {
            standing = false;
        }
        world.happened(this, ready);
    }

    @Override
    public String toString() {
        return "r[" + id + "] of a " + held.kind + " (number " + number + ", " + (standing ? interest : "ended")
                + (interest.isOneShot() && !armed ? ", fired" : "") + (isOrphan() ? ", whose number was closed" : "")
                + ")";
    }
}
