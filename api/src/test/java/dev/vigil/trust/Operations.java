package dev.vigil.trust;

import dev.vigil.Interest;
import dev.vigil.Readiness;
import dev.vigil.Registration;
import dev.vigil.trust.Dialect.Trait;
import dev.vigil.trust.FileKind.Quality;
import java.io.IOException;
import java.util.List;

/** What the operations on files and registrations do, and what the model says of their outcome. */
final class Operations {
    private static final int MANY_DUPLICATES = 2;

    /** How many polls bring a source to get rid of such an entry. */
    private static final int ENOUGH = 10;

    /** Draws READ, level. */
    private static final int LEVEL_READ = 97;

    private final World world;

    Operations(World world) {
        this.world = world;
    }

    void open(Place place, int argument) throws IOException {
        if (place.isOpen()) {
            return;
        }
        if (place.hasOrphan() && !world.dialect.has(Trait.SURVIVES_REUSE)) {
            cancel(place.watched);
        }
        FileKind kind = world.kinds.get(argument % world.kinds.size());
        world.say(kind.openingText(place.index));
        Held held = new Held(kind, kind.open());
        world.helds.add(held);
        place.held = held;
        place.duplicates.clear();
        if (held.isChannel()) {
            place.number = world.kernel.numberOf(held.file.channel());
        } else {
            place.number = place.ownNumber();
            move(held.file.opened(), place);
        }
        held.numbers.add(place.number);
    }

    private void move(int opened, Place place) throws IOException {
        int number = place.number;
        world.say("Descriptors.duplicateTo(fd[" + place.index + "], " + number + "); Descriptors.close(fd["
                + place.index + "]); fd[" + place.index + "] = " + number + ";");
        world.kernel.duplicateTo(opened, number);
        world.kernel.close(opened);
    }

    /** Another file takes over the number while it is open. */
    void replace(Place place, int argument) throws IOException {
        FileKind kind = world.kinds.get(argument % world.kinds.size());
        boolean registered = place.watched != null && place.watched.standing;
        if (!place.isOpen()
                || place.held.isChannel()
                || kind.is(Quality.CHANNEL)
                || (registered && !world.dialect.has(Trait.SURVIVES_REUSE))) {
            return;
        }
        world.say(kind.openingText(place.index));
        Held held = new Held(kind, kind.open());
        world.helds.add(held);
        place.held.numbers.remove(place.number);
        place.held.changes++;
        place.held = held;
        place.duplicates.clear();
        move(held.file.opened(), place);
        held.numbers.add(place.number);
    }

    void close(Place place) throws IOException {
        if (!place.isOpen()) {
            return;
        }
        if (place.held.isChannel() && !world.dialect.has(Trait.SURVIVES_REUSE)) {
            // Its number is one that any channel gets next.
            cancel(place.watched);
        }
        world.say(
                place.held.isChannel()
                        ? "channel[" + place.index + "].close();"
                        : "Descriptors.close(fd[" + place.index + "]);");
        place.held.close(world.kernel, place.number);
        place.number = -1;
    }

    void register(Place place, int argument) {
        if (place.held == null) {
            return;
        }
        Side side = world.inner != null && argument / 128 % 2 != 0 ? world.inner : world.outer;
        Held held = place.held;
        Watched before = place.watched;
        boolean again = before != null && before.standing && !before.isOrphan();
        if (before != null && before.standing && before.side != side) {
            return;
        }
        Interest interest = Interests.drawn(argument, held, world.dialect.features());
        int number = place.isOpen() ? place.number : held.isChannel() ? -1 : place.ownNumber();
        Watched fresh = new Watched(world, world.nextRegistration(), side, held, number, interest);
        boolean conflict = world.standing.stream()
                .anyMatch(other -> other.side == side && other.number == number && other.held != held);
        world.say("r[" + fresh.id + "] = " + side.name + ".register("
                + (held.isChannel() ? "channel[" : "fd[") + place.index + "], " + Interests.text(interest)
                + ", handler(" + fresh.id + "));");
        Class<?> refusal = null;
        try {
            Registration made = held.isChannel()
                    ? side.source.register(held.file.channel(), interest, fresh)
                    : side.source.register(number, interest, fresh);
            fresh.registration = made;
        } catch (IOException | IllegalArgumentException | IllegalStateException e) {
            refusal = e instanceof IOException ? IOException.class : e.getClass();
            if (!isExpected(e, place, again, conflict)) {
                world.found("register of a " + held.kind + " for " + interest + " was refused: " + e);
            }
        }
        world.events.add("register " + fresh.id + (refusal == null ? "" : ": " + refusal.getSimpleName()));
        if (refusal == null) {
            accept(place, fresh, again);
        }
    }

    private boolean isExpected(Exception e, Place place, boolean again, boolean conflict) {
        FileKind kind = place.held.kind;
        boolean undecided = place.hasOrphan() && !world.dialect.has(Trait.TELLS_FILES_APART);
        if (!place.isOpen()) {
            return e instanceof IOException || (undecided && e instanceof IllegalStateException);
        }
        if (again) {
            return e instanceof IllegalStateException;
        }
        return (e instanceof IllegalArgumentException && isRefused(kind))
                || (e instanceof IllegalStateException && looksLikeBefore(place))
                || (e instanceof IllegalStateException && conflict && !world.dialect.has(Trait.TELLS_FILES_APART));
    }

    /** No system call tells one opening of a device from another, if the kernel has no place to wait on it. */
    private static boolean looksLikeBefore(Place place) {
        FileKind kind = place.held.kind;
        return place.hasOrphan() && kind.is(Quality.DEVICE) && place.watched.held.kind == kind;
    }

    private boolean isRefused(FileKind kind) {
        return kind.is(Quality.REFUSED)
                || (kind.is(Quality.DEVICE) && !world.dialect.has(Trait.TAKES_DEVICES))
                || (kind.is(Quality.POLLABLE_REGULAR) && !world.dialect.has(Trait.TAKES_POLLABLE_REGULAR));
    }

    private void accept(Place place, Watched fresh, boolean again) {
        if (!place.isOpen() || again || isRefused(place.held.kind)) {
            world.found("register of a " + place.held.kind + " was not refused: " + fresh);
        }
        for (Watched other : List.copyOf(world.standing)) {
            if (other.side == fresh.side && other.number == fresh.number && other.registration.fd() >= 0) {
                if (other.registration.isActive()) {
                    world.found(other + " is active though its number was registered anew as " + fresh);
                }
                world.end(other);
            }
        }
        place.watched = fresh;
        world.standing.add(fresh);
    }

    void update(Watched watched, int argument) {
        if (watched == null) {
            return;
        }
        Interest interest = Interests.drawn(argument, watched.held, world.dialect.features());
        world.say("r[" + watched.id + "].update(" + Interests.text(interest) + ");");
        change(watched, "update to " + interest, true, () -> watched.registration.update(interest), interest);
    }

    void rearm(Watched watched) {
        if (watched != null) {
            world.say("r[" + watched.id + "].rearm();");
            change(watched, "rearm", true, () -> watched.registration.rearm(), watched.interest);
        }
    }

    void rotate(Watched watched) {
        if (watched != null) {
            world.say("r[" + watched.id + "].rotate();");
            boolean exclusive = watched.interest.isExclusive();
            change(watched, "rotate", exclusive, () -> watched.registration.rotate(), watched.interest);
        }
    }

    private interface Change {
        void run() throws IOException;
    }

    private void change(Watched watched, String what, boolean looks, Change change, Interest interest) {
        String refused = "";
        watched.disturbed = true;
        try {
            change.run();
            if (!watched.standing) {
                world.found(what + " of " + watched + " was not refused");
            }
            watched.interest = interest;
            if (looks) {
                watched.lookAgain();
            }
        } catch (IllegalStateException e) {
            refused = ": IllegalStateException";
            if (watched.standing && watched.registration.isActive()) {
                world.found(what + " of " + watched + " was refused: " + e);
            }
        } catch (IOException | IllegalArgumentException e) {
            if (e instanceof IllegalArgumentException wrong && (!watched.isOrphan() || watched.held.isChannel())) {
                throw wrong;
            }
            // A number may stand for a file by now that cannot be watched so.
            refused = ": IOException";
            watched.changesTold = -1;
            if (!watched.isOrphan()) {
                world.found(what + " of " + watched + " was refused: " + e);
            }
            if (watched.registration.interest() != watched.interest) {
                world.found(
                        watched + " has the interest " + watched.registration.interest() + " after a refused " + what);
            }
        }
        if (!watched.isOrphan()) {
            world.events.add(what + " " + watched.id + refused);
        }
    }

    void cancel(Watched watched) {
        if (watched == null || !watched.standing) {
            return;
        }
        world.say("r[" + watched.id + "].cancel();");
        watched.registration.cancel();
        watched.disturbed = true;
        world.end(watched);
        if (watched.registration.isActive() && watched.side.source.isOpen()) {
            world.found(watched + " is active after cancel()");
        }
    }

    void act(Place place, int argument) {
        Held held = place.held;
        if (held == null || held.number() < 0) {
            return;
        }
        Act act = Acts.drawn(held.kind, argument);
        if (act == null) {
            return;
        }
        world.say(held.kind.text(act, place.index));
        for (Watched watched : world.standing) {
            if (watched.held == held) {
                watched.disturbed = true;
            }
        }
        held.changes++;
        // A counter is emptied before it is filled, and other threads may see it in between.
        int between = act == Act.FILL ? Readiness.WRITABLE_BIT : 0;
        try {
            if (held.file.act(act, held.number())) {
                held.sendings += act == Act.SEND ? 1 : 0;
                int awaited = Acts.leadsTo(act);
                if (!held.kind.is(Quality.PROMPT) && awaited != 0) {
                    world.kernel.settled(held.number(), awaited);
                }
            }
        } catch (IOException e) {
            // A broken pipe, or a reset: the state that it leaves is what counts. Who is told of an error takes it
            // away.
            world.say("// " + e.getMessage());
            between |= Readiness.ERROR_BIT | Readiness.HANGUP_BIT;
        }
        for (Watched watched : world.standing) {
            // What has its number by now is seen too, where numbers are watched.
            if (watched.held == held || (watched.isOrphan() && watched.number == held.number())) {
                watched.seen |= held.state(world.kernel) | between;
            }
        }
    }

    void duplicate(Place place) throws IOException {
        if (place.isOpen() && !place.held.isChannel() && place.duplicates.size() < MANY_DUPLICATES && mayHaunt()) {
            int number = world.kernel.duplicate(place.number);
            world.say("int d" + number + " = Descriptors.duplicate(fd[" + place.index + "]);");
            place.duplicates.add(number);
            place.held.numbers.add(number);
        }
    }

    private boolean mayHaunt() {
        return world.dialect.has(Trait.REBUILDS)
                && (world.inner == null || world.dialect.has(Trait.REBUILDS_WHILE_WATCHED));
    }

    void dropDuplicate(Place place) throws IOException {
        if (!place.duplicates.isEmpty()) {
            int number = place.duplicates.remove();
            world.say("Descriptors.close(d" + number + ");");
            place.held.close(world.kernel, number);
        }
    }

    /** Leaves an entry in the kernel's set that nobody can remove. */
    void haunt(Place place) throws IOException {
        if (place.isOpen() && place.watched != null && !place.watched.isOrphan() && !place.held.isChannel()) {
            Side side = place.watched.side;
            boolean registered = place.watched.standing;
            if (registered) {
                update(place.watched, LEVEL_READ);
            }
            duplicate(place);
            close(place);
            cancel(place.watched);
            act(place, 0);
            for (int i = 0; i < ENOUGH && registered && side.source.isOpen(); i++) {
                new Polling(world).judged(side, 0);
            }
        }
    }

    void nest(int argument) throws IOException {
        if (world.inner != null && world.nest.standing) {
            rearm(world.nest);
            return;
        }
        if (world.inner != null || world.outer.source.fd().isEmpty()) {
            return;
        }
        world.inner = world.open("inner");
        int number = world.inner.source.fd().getAsInt();
        Held held = Acts.source(number);
        Interest[] interests = {Interest.READ, Interest.READ.oneShot(), Interest.READ.edge()};
        Interest interest = interests[argument % interests.length];
        Watched nest = new Watched(world, world.nextRegistration(), world.outer, held, number, interest);
        world.say("r[" + nest.id + "] = source.register(inner.fd().getAsInt(), " + Interests.text(interest)
                + ", (registration, ready) -> inner.pollNow());");
        nest.registration = world.outer.source.register(number, interest, nest);
        world.nest = nest;
        world.standing.add(nest);
    }

    void unnest() {
        if (world.inner != null) {
            cancel(world.nest);
            closeSource(world.inner);
        }
    }

    /** Closes a source; of the outer one, what is nested in it too. */
    void closeSource(Side side) {
        if (side == world.outer && world.inner != null) {
            closeOne(world.inner);
        }
        closeOne(side);
    }

    private void closeOne(Side side) {
        world.say(side.name + ".close();");
        side.source.close();
        world.endAll(side);
        if (side == world.inner && world.nest != null) {
            world.nest.held.numbers.clear();
        }
    }

    /** A reaction closed a source: another one takes its place. */
    void reopen() throws IOException {
        if (world.inner != null && !world.inner.source.isOpen()) {
            cancel(world.nest);
            world.inner = null;
            world.nest = null;
        }
        if (!world.outer.source.isOpen()) {
            world.outer = world.open("source");
        }
    }
}
