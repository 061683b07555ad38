package dev.vigil.trust;

import dev.vigil.ClosedEventSourceException;
import dev.vigil.trust.Dialect.Trait;
import java.io.IOException;

/** The polls of a script, each judged by what poll(2) says right before and right after it. */
final class Polling {
    /** A poll that takes so long has hung. */
    private static final long LONG = 20_000_000_000L;

    private static final long SHORT = 100_000;

    /** How long one poll waits for what a thread of the backend's is to bring. */
    private static final long STEP = 5_000_000;

    private final World world;

    Polling(World world) {
        this.world = world;
    }

    /** Polls, and has it judged. */
    void judged(Side side, int how) throws IOException {
        world.judge.before();
        try {
            run(side, how);
            long end = System.nanoTime() + LONG;
            while (world.dialect.has(Trait.TELLS_LATER)
                    && side.source.isOpen()
                    && !side.cut
                    && world.judge.isOwed()
                    && System.nanoTime() - end < 0) {
                once(side, STEP, true);
            }
        } catch (Reactions.Thrown e) {
            if (!side.cut) {
                world.found("a poll threw what no handler did");
            }
        }
        world.judge.after();
    }

    /** A poll that a handler of another source makes, or the first of those that are judged. */
    void run(Side side, int how) throws IOException {
        switch (how % 8) {
            case 3 -> once(side, 0, true);
            // Rare: a thread that slept gets its processor back late on a busy machine.
            case 4 -> once(side, how / 8 % 4 == 0 ? SHORT : 0, true);
            case 5 -> {
                world.say(side.name + ".wakeup();");
                side.source.wakeup();
                side.woken = true;
                once(side, LONG, true);
            }
            case 6 -> {
                if (world.judge.isSure(side)) {
                    once(side, LONG, true);
                } else {
                    once(side, 0, false);
                }
            }
            case 7 -> {
                world.say("Thread.currentThread().interrupt();");
                Thread.currentThread().interrupt();
                try {
                    once(side, LONG, true);
                } finally {
                    world.say("Thread.interrupted();");
                    if (!Thread.interrupted()) {
                        world.found("the interrupt status is gone after a poll");
                    }
                }
            }
            default -> once(side, 0, false);
        }
    }

    private void once(Side side, long nanos, boolean timed) throws IOException {
        world.say(side.name + (timed ? ".poll(" + nanos + "L);" : ".pollNow();"));
        boolean mayEndEarly = side.woken || Thread.currentThread().isInterrupted();
        long begun = System.nanoTime();
        side.enter();
        try {
            int handled = timed ? side.source.poll(nanos) : side.source.pollNow();
            if (handled != side.handled) {
                world.found("a poll returned " + handled + " and ran " + side.handled + " handlers");
            }
            long took = System.nanoTime() - begun;
            if (handled == 0 && took < nanos && !mayEndEarly) {
                world.found("a poll of " + nanos + " ns ended with nothing after " + took);
            }
            if (nanos == LONG && took >= LONG) {
                world.found(
                        "a poll hung that had " + (mayEndEarly ? "a wake-up or an interrupt" : "something to tell"));
            }
        } catch (ClosedEventSourceException e) {
            if (side.source.isOpen()) {
                world.found("a poll of an open source threw " + e);
            }
        } finally {
            side.leave();
        }
        side.woken = side.woken && side.handled > 0;
    }
}
