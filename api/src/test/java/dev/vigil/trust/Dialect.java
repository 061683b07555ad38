package dev.vigil.trust;

import dev.vigil.Feature;
import dev.vigil.Interest;
import dev.vigil.Readiness;
import dev.vigil.contract.Fixture;
import java.util.EnumSet;
import java.util.Set;

/** What differs between backends, as far as scripts meet it: see {@code docs/differences.md}. */
public final class Dialect {
    /** Something that a backend does otherwise, or does not do yet. */
    public enum Trait {
        /** A number that is closed while it is watched is reported INVALID, once. */
        TELLS_INVALID,
        /** It may be, if poll(2) watches it at that moment. */
        MAY_TELL_INVALID,
        /** Threads of the backend's watch too: what they have seen comes with a later poll. */
        TELLS_LATER,
        /** What a cold side has found waits while hot events fill the batch, and is told though it may have passed. */
        KEEPS_COLD,
        /** Devices are taken, and always ready. */
        TAKES_DEVICES,
        /** Files of /proc that the kernel can watch are taken. */
        TAKES_POLLABLE_REGULAR,
        /** Errors and hang-ups may be missing, or come for one direction only. */
        LOOSE_ENDS,
        /** A file that took over the number of one that was closed uncancelled keeps quiet for the old registration. */
        SURVIVES_REUSE,
        /** A number that stands for another file is watched on: what that one is may be told to the old registration. */
        WATCHES_NUMBERS,
        /** A registration whose file is gone is told from the present one of its number, without exception. */
        TELLS_FILES_APART,
        /** A set that another one watches survives the removal of a closed descriptor which a duplicate keeps alive. */
        REBUILDS_WHILE_WATCHED,
        /** The same for the sides of the backend itself. */
        REBUILDS,
        /** The source's descriptor is readable for what a handler that threw has left, and for wake-ups. */
        SHOWS_LEFTOVERS,
        /** A source may be closed by a handler that another source's handler runs. */
        CLOSES_NESTED
    }

    private final Fixture fixture;
    private final Set<Trait> traits = EnumSet.noneOf(Trait.class);
    private final Set<Feature> features;
    private final Set<String> leftOut;

    /** A backend with these traits. */
    public Dialect(Fixture fixture, Trait... traits) {
        this(fixture, Set.of(traits), fixture.features(), Set.of());
    }

    private Dialect(Fixture fixture, Set<Trait> traits, Set<Feature> features, Set<String> leftOut) {
        this.fixture = fixture;
        this.traits.addAll(traits);
        this.features = Set.copyOf(features);
        this.leftOut = Set.copyOf(leftOut);
    }

    /** The same, tried without some kinds of files. */
    public Dialect without(String... kinds) {
        return new Dialect(fixture, traits, features, Set.of(kinds));
    }

    /** The same with further traits. */
    Dialect with(Set<Trait> more) {
        Set<Trait> all = EnumSet.copyOf(traits);
        all.addAll(more);
        return new Dialect(fixture, all, features, leftOut);
    }

    /** The same, tried with no other features than these. */
    public Dialect only(Set<Feature> some) {
        Set<Feature> common = EnumSet.copyOf(features);
        common.retainAll(some);
        return new Dialect(fixture, traits, common, leftOut);
    }

    Set<Feature> features() {
        return features;
    }

    boolean leavesOut(FileKind kind) {
        return leftOut.contains(kind.toString());
    }

    boolean has(Trait trait) {
        return traits.contains(trait);
    }

    Fixture fixture() {
        return fixture;
    }

    /** What may be told of a state. */
    int allowed(Interest interest, int state) {
        return fixture.reported(interest, state);
    }

    /** What must be told of a state. */
    int required(Interest interest, int state) {
        int told = fixture.reported(interest, state);
        if (!has(Trait.LOOSE_ENDS)) {
            return told;
        }
        int ends = Readiness.HANGUP_BIT | Readiness.ERROR_BIT;
        return (state & ends) != 0 ? 0 : told & ~Readiness.READ_CLOSED_BIT;
    }
}
