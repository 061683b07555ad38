package dev.vigil.contract;

import dev.vigil.EventSource;
import dev.vigil.Interest;
import dev.vigil.Readiness;
import dev.vigil.Registration;
import java.io.Closeable;
import java.io.IOException;
import java.util.Random;

/** One descriptor of a random script: what is done to it, and what the contract says will be seen of it. */
final class Model implements Closeable {
    private static final int READ = Readiness.READABLE_BIT;
    private static final int WRITE = Readiness.WRITABLE_BIT;

    private final Kind kind;
    private final Link link;
    private Registration registration;
    private boolean hasBytes;
    private boolean full;
    private boolean ended;
    private boolean fired;

    /** What the handler was told in this poll, in {@link Readiness} bits; -1 for a second call. */
    private int told;

    /** What it was told since it was last asked; -1 for a call too many. */
    private int allTold;

    Model(Kind kind) throws IOException {
        this.kind = kind;
        this.link = kind.open();
    }

    /** Does something at random, and says what. */
    String act(EventSource source, Random random) throws IOException {
        return kind + ": " + (random.nextInt(3) == 0 ? actOnFile(random) : actOnRegistration(source, random));
    }

    private String actOnFile(Random random) throws IOException {
        int what = random.nextInt(20);
        if (ended || (what == 0 && kind.has(Trait.END))) {
            if (!ended) {
                link.closeFar();
                ended = true;
            }
            return "the far end is closed";
        }
        if (kind.has(Trait.READ) && (what < 12 || !kind.has(Trait.FILL))) {
            return sendOrDrain(what % 3 != 0);
        }
        return fillOrRelieve();
    }

    private String sendOrDrain(boolean send) throws IOException {
        if (send) {
            link.makeReadable();
        } else {
            link.drain();
        }
        hasBytes = send;
        return send ? "send" : "drain";
    }

    private String fillOrRelieve() throws IOException {
        full = !full;
        if (full) {
            link.fill();
            return "fill";
        }
        link.relieve();
        return "relieve";
    }

    private String actOnRegistration(EventSource source, Random random) throws IOException {
        Interest interest = interest(random);
        if (registration == null) {
            registration = link.register(source, interest, this::onReady);
            fired = false;
            return "register for " + interest;
        }
        switch (random.nextInt(4)) {
            case 0 -> {
                registration.cancel();
                registration = null;
                return "cancel";
            }
            case 1 -> {
                registration.rearm();
                fired = false;
                return "rearm";
            }
            default -> {
                registration.update(interest);
                fired = false;
                return "update to " + interest;
            }
        }
    }

    private Interest interest(Random random) {
        Interest interest = Interest.NONE;
        if (kind.has(Trait.READ) && random.nextBoolean()) {
            interest = interest.and(Interest.READ);
        }
        if (kind.has(Trait.WRITE) && random.nextBoolean()) {
            interest = interest.and(Interest.WRITE);
        }
        return interest != Interest.NONE && random.nextBoolean() ? interest.oneShot() : interest;
    }

    private void onReady(Registration seen, Readiness ready) {
        told = told == 0 && seen == registration ? ready.bits() & (READ | WRITE) : -1;
    }

    /** What a poll that comes now will tell. */
    int expected() {
        if (registration == null || fired) {
            return 0;
        }
        int state = 0;
        state |= hasBytes || ended ? READ : 0;
        state |= !full || ended ? WRITE : 0;
        return state & registration.interest().directions();
    }

    /** Ends one of the polls of a step. */
    void endPoll() {
        if (told != 0) {
            boolean tooMany = told < 0 || (allTold != 0 && isOneShot());
            allTold = tooMany ? -1 : allTold | told;
            told = 0;
        }
    }

    private boolean isOneShot() {
        return registration != null && registration.interest().isOneShot();
    }

    /** Whether the polls of this step have not told all that is expected. */
    boolean isOwed() {
        int expected = expected();
        return (allTold & expected) != expected;
    }

    /** What the polls of a step have told. A one-shot has fired now. */
    int takeTold() {
        int bits = allTold;
        allTold = 0;
        if (bits != 0 && isOneShot()) {
            fired = true;
        }
        return bits;
    }

    @Override
    public String toString() {
        return kind
                + (registration == null ? " not registered" : " for " + registration.interest())
                + (hasBytes ? ", readable" : "")
                + (full ? ", full" : "")
                + (ended ? ", ended" : "")
                + (fired ? ", fired" : "");
    }

    @Override
    public void close() throws IOException {
        link.close();
    }
}
