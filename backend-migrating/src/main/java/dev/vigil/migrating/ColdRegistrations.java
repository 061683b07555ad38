package dev.vigil.migrating;

import dev.vigil.spi.Registrations;
import dev.vigil.spi.Watch;
import java.io.IOException;

/** The registrations of a source as a cold set has them: by the watches that it was given, which keep its notes. */
final class ColdRegistrations implements Registrations {
    private final Registrations source;
    private final Members members;

    /** Whose they are. Nothing is in it before it is set. */
    private volatile ColdSet set;

    ColdRegistrations(Registrations source, Members members) {
        this.source = source;
        this.members = members;
    }

    void belongTo(ColdSet owner) {
        set = owner;
    }

    @Override
    public Watch find(long word) {
        Watch hot = source.find(word);
        Member member = hot == null ? null : members.of(word);
        return member != null && member.hot == hot && member.set == set ? member.cold : null;
    }

    @Override
    public void exclusively(Watch watch, Change change) throws IOException {
        Member member = members.of(watch.word());
        if (member != null && member.cold == watch) {
            source.exclusively(member.hot, hot -> {
                if (member.set == set) {
                    change.apply(watch);
                }
            });
        }
    }
}
