package dev.vigil.migrating;

import dev.vigil.spi.Batch;
import dev.vigil.spi.Mechanism;
import dev.vigil.spi.Registrations;
import dev.vigil.spi.Watch;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Who is where, and the two steps of a move.
 *
 * <p>A descriptor is added to the side that it goes to before it is removed from the one that it leaves. Neither side can report
 * it in between: the thread that moves is the one that awaits on the hot side, and is not doing so; a cold set that loses a
 * descriptor is lent to it. A cold set that wins one may report it at once, but the thread that takes the report comes after the
 * move. So no event is lost or doubled, and a side that refuses a descriptor leaves everything as it was.
 *
 * <p>A number may have been closed without being cancelled, and stand for another file by now. The side that is left knows it:
 * once the other one has taken the number in, this one is asked whether it is the same file still, and if not, the number is
 * taken out again. What the number stands for is then free to be registered.
 */
final class Sides {
    final Mechanism hot;
    final ColdSet[] sets;
    final Members members;
    final HotList hotList = new HotList();
    final Ledger ledger = new Ledger();
    private final Registrations registrations;

    /** How many registrations are one-shot. While there are none, nobody looks who has fired. */
    private final AtomicInteger oneShots = new AtomicInteger();

    /** Made once, so that no move allocates. */
    private final Registrations.Change promotion = this::doPromote;

    private final Registrations.Change demotion = this::doDemote;

    private final AtomicLong promotions = new AtomicLong();

    private final AtomicLong demotions = new AtomicLong();

    /** Where a demotion that is under way goes. For the thread that awaits. */
    private ColdSet destination;

    Sides(Mechanism hot, ColdSet[] sets, Registrations registrations) {
        this(hot, sets, registrations, new Members());
    }

    /** With members that the mechanisms of the sets know already. */
    Sides(Mechanism hot, ColdSet[] sets, Registrations registrations, Members members) {
        this.members = members;
        this.hot = hot;
        this.sets = sets;
        this.registrations = registrations;
    }

    /** Puts a new registration in, before its mechanism is told of it, so that its first event finds it. */
    void enter(Member member) {
        // All that takes memory comes first: if there is none, nobody knows the member.
        ledger.open(Members.slot(member.hot.word()));
        members.put(member);
        try {
            hotList.makeRoom(members.size());
        } catch (Throwable e) {
            members.remove(member);
            throw e;
        }
        noteMode(member);
        member.comes(ledger.round());
        if (member.isHot()) {
            hotList.add(member);
        } else {
            member.set.size.incrementAndGet();
        }
    }

    /** Counts the one-shots, and notes that this one is armed if it is one. Under the control lock. */
    void noteMode(Member member) {
        boolean is = member.hot.interest().isOneShot();
        if (is != member.oneShot) {
            oneShots.addAndGet(is ? 1 : -1);
            member.oneShot = is;
        }
        member.fired = false;
    }

    /** Notes which one-shots have fired, of the events in a batch, all of hot descriptors. */
    void noteFired(Batch batch) {
        if (oneShots.get() == 0) {
            return;
        }
        for (int i = 0; i < batch.size(); i++) {
            Member member = members.of(batch.word(i));
            if (member != null) {
                member.fired = true;
            }
        }
    }

    /** Takes a registration out. */
    void leave(Member member) {
        if (member.oneShot) {
            oneShots.decrementAndGet();
        }
        if (member.isHot()) {
            hotList.remove(member);
        } else {
            member.set.size.decrementAndGet();
        }
        members.remove(member);
    }

    /** The standing registration that a word names, or null. */
    Member find(long word) {
        Watch watch = registrations.find(word);
        Member member = watch == null ? null : members.of(word);
        return member != null && member.hot == watch ? member : null;
    }

    /** Moves a member of a set that is lent, or that sleeps nowhere, to the hot side. Tells whether it is there now. */
    boolean promote(Member member) throws IOException {
        registrations.exclusively(member.hot, promotion);
        return member.isHot();
    }

    private void doPromote(Watch watch) {
        promoteLocked(members.of(watch.word()));
    }

    /** Under the control lock. */
    boolean promoteLocked(Member member) {
        Watch watch = member.hot;
        ColdSet from = member.set;
        if (from == null || !isTaken(hot, watch, from.mechanism, member.cold)) {
            return false;
        }
        member.set = null;
        from.size.decrementAndGet();
        hotList.add(member);
        open(member);
        promotions.incrementAndGet();
        from.remove(member.cold);
        return true;
    }

    /** Starts the account of a member that has turned hot. */
    private void open(Member member) {
        int slot = Members.slot(member.hot.word());
        if (member.turnsHot(ledger.round(), ledger.patience())) {
            ledger.openOnProbation(slot);
        } else {
            ledger.open(slot);
        }
    }

    /** How many more members a set takes until it has its share of all. */
    int room(ColdSet set) {
        int share = (members.size() + sets.length - 1) / sets.length;
        return share - set.size.get();
    }

    /** Moves a hot member to a set. Only between two waits on the hot side. */
    void demote(Member member, ColdSet into) throws IOException {
        destination = into;
        registrations.exclusively(member.hot, demotion);
    }

    private void doDemote(Watch watch) {
        Member member = members.of(watch.word());
        if (!member.isHot() || isUnderWay(member)) {
            return;
        }
        // Whether it goes or is refused, the next time is after as many rounds again.
        ledger.open(Members.slot(watch.word()));
        member.refreshCold();
        ColdSet into = destination;
        member.set = into;
        boolean taken = false;
        try {
            taken = isTaken(into.mechanism, member.cold, hot, watch);
        } finally {
            if (!taken) {
                member.set = null;
                into.noteRemoval();
            }
        }
        if (!taken) {
            return;
        }
        member.turnsCold(ledger.round(), ledger.patience());
        into.size.incrementAndGet();
        hotList.remove(member);
        demotions.setRelease(demotions.getPlain() + 1);
        hot.remove(watch);
    }

    /** Whether an event of a one-shot may be on its way to its handler. */
    private static boolean isUnderWay(Member member) {
        return member.oneShot && member.fired && member.hot.isArmed();
    }

    /**
     * Has a side take in what the other one holds. It may refuse, for want of kernel memory for instance: then the descriptor
     * stays. It stays too if it is no longer the same.
     */
    private static boolean isTaken(Mechanism to, Watch there, Mechanism from, Watch here) {
        if (here.channel() != null && !here.channel().isOpen()) {
            return false;
        }
        try {
            // Before too: the other side would tell of another file from the moment it has it.
            if (here.channel() == null && from.isReplaced(here)) {
                return false;
            }
            to.add(there);
        } catch (IOException | RuntimeException | OutOfMemoryError e) {
            return false;
        }
        boolean same = false;
        try {
            same = !from.isReplaced(here);
        } catch (IOException | OutOfMemoryError e) {
            // It is closed, or the system cannot tell just now: what stays where it is does no harm.
            return false;
        } finally {
            if (!same) {
                to.remove(there);
            }
        }
        return same;
    }

    long promotions() {
        return promotions.get();
    }

    long demotions() {
        return demotions.get();
    }
}
