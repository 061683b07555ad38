package dev.vigil.trust;

import dev.vigil.EventSource;
import dev.vigil.Interest;
import dev.vigil.Registration;
import dev.vigil.contract.Kind;
import dev.vigil.contract.Link;
import java.io.IOException;
import java.util.List;
import java.util.Random;

/** One of the threads that change registrations. Each arming of its one-shot, with something sent, is one event. */
final class Changer {
    private final Stress stress;
    private final EventSource source;
    private final List<Kind> kinds;
    private final Random random;
    private Link link;
    private Counted counted;
    private Registration registration;

    Changer(Stress stress, EventSource source, List<Kind> kinds, long seed) {
        this.stress = stress;
        this.source = source;
        this.kinds = kinds;
        this.random = new Random(seed);
    }

    void run() throws Exception {
        open();
        try {
            while (!stress.isOver()) {
                if (random.nextInt(64) == 0) {
                    registration.cancel();
                    link.close();
                    open();
                }
                turn();
                stress.turns.increment();
            }
            registration.cancel();
        } finally {
            link.close();
        }
    }

    private void open() throws Exception {
        link = kinds.get(random.nextInt(kinds.size())).open();
        register();
    }

    private void register() throws Exception {
        counted = new Counted(stress);
        if (random.nextBoolean()) {
            link.makeReadable();
            registration = link.register(source, Interest.READ.oneShot(), counted);
        } else {
            registration = link.register(source, Interest.READ.oneShot(), counted);
            link.makeReadable();
        }
        counted.awaitOne(registration);
        link.drain();
    }

    /** Begins with a registration that has fired and a link that is drained, and ends so. */
    private void turn() throws Exception {
        counted.assertNone(registration);
        switch (random.nextInt(8)) {
            case 0 -> arm(() -> registration.update(Interest.READ.oneShot()));
            case 1 ->
                arm(() -> {
                    registration.update(Interest.NONE);
                    registration.update(Interest.READ.oneShot());
                });
            case 2 -> {
                counted.throwNext();
                arm(registration::rearm);
            }
            case 3 -> {
                source.wakeup();
                arm(registration::rearm);
            }
            case 4 -> {
                registration.cancel();
                register();
            }
            case 5 -> cancelOnTheWay();
            default -> arm(registration::rearm);
        }
    }

    private interface Arming {
        void run() throws IOException;
    }

    private void arm(Arming arming) throws Exception {
        if (random.nextBoolean()) {
            link.makeReadable();
            arming.run();
        } else {
            arming.run();
            link.makeReadable();
        }
        counted.awaitOne(registration);
        link.drain();
    }

    /** An event that is under way when its registration is cancelled may start in each thread that polls, but only once. */
    private void cancelOnTheWay() throws Exception {
        long before = counted.calls();
        registration.rearm();
        link.makeReadable();
        registration.cancel();
        stress.retire(counted, before + 1);
        link.drain();
        register();
    }
}
