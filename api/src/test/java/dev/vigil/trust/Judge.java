package dev.vigil.trust;

import dev.vigil.Interest;
import dev.vigil.Readiness;
import dev.vigil.trust.Dialect.Trait;
import dev.vigil.trust.FileKind.Quality;
import java.util.ArrayList;
import java.util.List;

/**
 * Compares what a poll has told with what poll(2) says of each file right before and right after it. What is true both times must
 * be told; what is true neither time must not.
 */
final class Judge {
    private final World world;
    private final List<Watched> judged = new ArrayList<>();
    private final List<Interest> interests = new ArrayList<>();
    private final List<Boolean> live = new ArrayList<>();
    private int polls;

    /** How many stale words the sources had dropped before the poll that is judged. */
    private long stale;

    Judge(World world) {
        this.world = world;
    }

    void before() {
        judged.clear();
        interests.clear();
        live.clear();
        polls++;
        stale = staleEvents();
        for (Side side : sides()) {
            side.hasLeftovers = side.cut || (side.hasLeftovers && !side.polled);
            side.polled = false;
            side.cut = false;
        }
        for (Watched watched : List.copyOf(world.standing)) {
            if (watched.isOrphan() && !watched.registration.isActive()) {
                // A source may end what has no file any more, whenever it notices.
                world.end(watched);
                continue;
            }
            watched.held.before = watched.held.state(world.kernel);
            watched.told = 0;
            watched.calls = 0;
            watched.disturbed = false;
            watched.seen |= watched.held.before;
            watched.strangers = strangers(watched);
            noteEdges(watched);
            judged.add(watched);
            interests.add(watched.interest);
            live.add(watched.isLive());
        }
    }

    private int strangers(Watched watched) {
        boolean asked = world.dialect.has(Trait.WATCHES_NUMBERS) && watched.isOrphan() && !watched.held.isChannel();
        int state = asked ? world.kernel.state(watched.number) : 0;
        watched.seen |= state;
        return state;
    }

    private long staleEvents() {
        return sides().stream()
                .filter(side -> side.source.isOpen())
                .mapToLong(side -> side.source.statistics().stale())
                .sum();
    }

    private List<Side> sides() {
        return world.inner == null ? List.of(world.outer) : List.of(world.outer, world.inner);
    }

    private void noteEdges(Watched watched) {
        if (!watched.interest.isEdge() || !watched.isLive()) {
            return;
        }
        int now = world.dialect.required(watched.interest, watched.held.before);
        watched.owedEdges |= now & ~watched.lastReported;
        watched.lastReported = now;
        if (watched.held.kind.is(Quality.SEND_IS_EDGE)
                && watched.sendingsSeen != watched.held.sendings
                && watched.interest.isRead()) {
            watched.owedEdges |= Readiness.READABLE_BIT;
        }
        watched.sendingsSeen = watched.held.sendings;
        watched.owedEdges &= now;
    }

    /** Whether a poll of a source has something to tell that is no matter of time. */
    boolean isSure(Side side) {
        return judged.stream()
                .anyMatch(watched -> watched.side == side
                        && watched.isLive()
                        && !watched.isOrphan()
                        && !watched.interest.isEdge()
                        && watched.held.kind.is(Quality.PROMPT)
                        && world.dialect.required(watched.interest, watched.held.before) != 0);
    }

    /** Whether something is still to come that a thread of the backend's will bring. */
    boolean isOwed() {
        for (int i = 0; i < judged.size(); i++) {
            Watched watched = judged.get(i);
            watched.held.after = watched.held.state(world.kernel);
            if ((due(watched, i) & ~watched.told) != 0) {
                return true;
            }
        }
        return false;
    }

    void after() {
        for (Watched watched : judged) {
            watched.held.after = watched.held.state(world.kernel);
            watched.seen |= watched.held.after;
            watched.strangers |= strangers(watched);
        }
        for (int i = 0; i < judged.size(); i++) {
            Watched watched = judged.get(i);
            explain(watched, i);
            demand(watched, i);
            remember(watched);
        }
        boolean complete = sides().stream().noneMatch(side -> side.cut) && world.batch >= Script.ENTIRE;
        if (complete) {
            record();
        }
    }

    /** What has to be told by now. */
    private int due(Watched watched, int index) {
        boolean same = !watched.disturbed && interests.get(index) == watched.interest;
        if (!same || !live.get(index) || !watched.side.polled || watched.side.cut || !watched.side.source.isOpen()) {
            return 0;
        }
        if (watched.isOrphan()) {
            boolean gone = !watched.held.isChannel() && world.kernel.state(watched.number) == Readiness.INVALID_BIT;
            return gone && world.dialect.has(Trait.TELLS_INVALID) ? Readiness.INVALID_BIT : 0;
        }
        int always = watched.held.before & watched.held.after;
        if (watched.interest.isEdge()) {
            return watched.owedEdges & world.dialect.required(watched.interest, always);
        }
        int due = world.dialect.required(watched.interest, always);
        return watched == world.nest && due == 0 && innerIsDue() ? Readiness.READABLE_BIT : due;
    }

    /** Whether the inner source has had something to tell all the time, so that whoever watches it must be told of that. */
    private boolean innerIsDue() {
        boolean changed = judged.stream().anyMatch(watched -> watched.side == world.inner && watched.disturbed);
        return !changed
                && isSure(world.inner)
                && !world.inner.cut
                && (!world.inner.hasLeftovers || world.dialect.has(Trait.SHOWS_LEFTOVERS));
    }

    private void demand(Watched watched, int index) {
        if (watched.side.cut || watched.disturbed) {
            watched.owed = watched.told == 0 ? watched.owed : 0;
            return;
        }
        int due = due(watched, index);
        if (watched.told != 0 && watched.interest.isOneShot() && world.dialect.has(Trait.TELLS_LATER)) {
            // It fired for what a thread had seen before the rest became true, and is silent now.
            due = 0;
        }
        // A batch that is small may have room for one direction, where the system tells of each by itself.
        watched.lately = world.batch < Script.ENTIRE ? watched.lately | watched.told : watched.told;
        if ((due & ~watched.lately) == 0) {
            watched.owed = 0;
            watched.lately = 0;
            return;
        }
        if (world.batch < Script.ENTIRE && staleEvents() > stale) {
            // A word that is dropped takes the place of one that is due, until the set is made anew.
            return;
        }
        if (++watched.owed > patience(watched)) {
            world.found(watched + " is " + Readiness.of(watched.held.after) + ", and was told "
                    + Readiness.of(watched.told) + " where " + Readiness.of(due) + " is due");
        }
    }

    /** How many polls may pass until an event is told. */
    private int patience(Watched watched) {
        int polled = watched.side.hasLeftovers ? 1 : 0;
        int prompt = watched.held.kind.is(Quality.PROMPT) ? 0 : 2;
        // A filter each for two directions, told one by one, and those of one-shots that have fired, of which nobody is
        // told.
        int turns = world.batch >= Script.ENTIRE ? 0 : 2 + 4 * judged.size() / world.batch;
        return polled + prompt + turns;
    }

    private void explain(Watched watched, int index) {
        if (watched.calls > 1 && watched.leftover == 0 && !world.dialect.has(Trait.TELLS_LATER)) {
            world.found(watched + " was told " + watched.calls + " times in one poll");
        }
        if (watched.calls > 0 && watched.told == 0) {
            world.found(watched + " was told nothing");
        }
        if (watched.allCalls != watched.registration.eventCount()) {
            world.found(watched + " was called " + watched.allCalls + " times and counts "
                    + watched.registration.eventCount());
        }
        if (watched.told == 0 || watched.disturbed) {
            return;
        }
        if (!live.get(index)) {
            world.found(watched + " is silent, and was told " + Readiness.of(watched.told));
        }
        int strange = watched.told & ~explained(watched, interests.get(index));
        if (strange != 0) {
            world.found(watched + " was told " + Readiness.of(watched.told) + " and is "
                    + Readiness.of(watched.held.before) + ", then " + Readiness.of(watched.held.after));
        }
        boolean strict = watched.interest.isEdge()
                && watched != world.nest
                && watched.held.kind.is(Quality.PROMPT)
                && watched.leftover == 0
                && !world.dialect.has(Trait.LOOSE_ENDS)
                && watched.rebuildsTold == watched.side.source.statistics().rebuilds();
        if (strict && watched.changesTold == watched.held.changes) {
            world.found(watched + " was told " + Readiness.of(watched.told) + " again though nothing had changed");
        }
    }

    private int explained(Watched watched, Interest interest) {
        int state = watched.held.before | watched.held.after | watched.leftover | watched.strangers;
        if (world.dialect.has(Trait.TELLS_LATER)
                || (world.dialect.has(Trait.KEEPS_COLD) && world.batch < Script.ENTIRE)) {
            state |= watched.seen;
        }
        int explained = world.dialect.allowed(interest, state);
        if (watched.isOrphan()
                && (world.dialect.has(Trait.TELLS_INVALID) || world.dialect.has(Trait.MAY_TELL_INVALID))) {
            explained |= Readiness.INVALID_BIT | interest.directions();
        }
        return explained;
    }

    private void remember(Watched watched) {
        if (watched.told != 0) {
            watched.owedEdges = 0;
            watched.changesTold = watched.disturbed ? -1 : watched.held.changes;
            watched.rebuildsTold = watched.side.source.statistics().rebuilds();
            watched.seen = watched.held.after;
        }
        if (watched.side.cut && watched.told == 0) {
            watched.leftover |= watched.held.before | watched.held.after | watched.strangers;
        } else if (watched.side.polled) {
            watched.leftover = 0;
        }
    }

    /** What every backend tells alike. */
    private void record() {
        for (int i = 0; i < judged.size(); i++) {
            Watched watched = judged.get(i);
            boolean exact = watched.held.kind.is(Quality.PROMPT)
                    && !watched.isOrphan()
                    && !watched.disturbed
                    && !watched.interest.isEdge()
                    && watched.held.before == watched.held.after;
            if (exact && watched.told != 0) {
                world.events.add("poll " + polls + ": " + watched.id + " "
                        + Readiness.of(watched.told & (Readiness.READABLE_BIT | Readiness.WRITABLE_BIT)));
            }
        }
    }
}
