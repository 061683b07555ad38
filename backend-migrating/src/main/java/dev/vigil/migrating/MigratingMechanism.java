package dev.vigil.migrating;

import dev.vigil.Interest;
import dev.vigil.spi.Batch;
import dev.vigil.spi.Mechanism;
import dev.vigil.spi.Watch;
import java.io.IOException;
import java.nio.channels.SelectableChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Waits with two sides: the hot one holds the busy descriptors, the cold one the quiet ones.
 *
 * <p>Who owns what:
 *
 * <p>(a) A registration is on one side at a time. Which one is written under its control lock: at registration, and later by the
 * thread that awaits. (The source lets one at a time into a mechanism without many waiters.) There is one exception: a cold one-shot
 * whose event was delivered moves when it is armed again, in that control call, since nobody watches it at that moment.
 *
 * <p>(b) Control calls go to the side where the registration is at that moment. They hold the control lock, so they come before
 * a move or after it and never see half of one. A registration that was cancelled does not move: the move finds it ended.
 *
 * <p>(c) The hot side belongs to the thread that awaits. So does a cold set while it is lent, or if it never sleeps. Moves are
 * made by that thread between its waits, and nowhere else.
 *
 * <p>(d) The batch that is given to {@link #await} is the hot side's own. Its events go from there to the handlers without being
 * looked at, but for one store per event that pays the rent of its descriptor. Cold events are copied behind them.
 *
 * <p>(e) A rebuild comes while every control call is held off, and rebuilds each side with what it holds. It makes no move. A
 * move that is under way has the control lock of its registration, so the rebuild waits for it.
 */
abstract class MigratingMechanism extends Mechanism {
    /** Every so many rounds, one is measured. */
    private static final int MEASURED_ONE_IN = 64;

    final Mechanism hot;
    final Sides sides;
    final Mover mover;

    /** Whether both sides know a channel by the same descriptor. */
    private final boolean alike;

    private long waits;

    /** How many cold events go before the next hot round, because a full batch left no room for them. */
    private int coldTurn;

    MigratingMechanism(Sides sides, MigrationPolicy policy, boolean alike, boolean coldSleeps) throws IOException {
        this.hot = sides.hot;
        this.sides = sides;
        this.alike = alike;
        this.mover = new Mover(sides, policy, coldSleeps);
    }

    /** The set where a new registration begins, or null for the hot side. */
    abstract ColdSet first();

    /** Lets go of what was held back until the handlers of the batch before had run. */
    abstract void beginRound() throws IOException;

    /** How many cold events were fetched and wait for room in a batch. Tells what a cold wait threw. */
    abstract int coldLeft() throws IOException;

    /** Moves cold events that were fetched into the batch, at most so many, and makes the moves that they call for. */
    abstract int takeCold(Batch batch, int most) throws IOException;

    /** Called when a control call has moved a descriptor to the hot side, by whatever thread. */
    abstract void promotedFromOutside();

    /** One wait on the hot side, or where nothing is hot, on the cold one. */
    abstract void hotRound(Batch batch, long nanos) throws IOException;

    @Override
    public Batch newBatch(int limit) {
        return hot.newBatch(limit);
    }

    @Override
    public int descriptorOf(SelectableChannel channel) throws IOException {
        return hot.descriptorOf(channel);
    }

    @Override
    public void requireNonBlocking(int fd) throws IOException {
        hot.requireNonBlocking(fd);
    }

    @Override
    public void add(Watch watch) throws IOException {
        Watch cold = new Watch(coldDescriptor(watch), watch.channel(), watch.word(), watch.interest());
        Member member = new Member(watch, cold, first());
        sides.enter(member);
        try {
            if (member.isHot()) {
                hot.add(watch);
            } else {
                member.set.mechanism.add(cold);
            }
        } catch (Throwable e) {
            sides.leave(member);
            throw e;
        }
    }

    private int coldDescriptor(Watch watch) throws IOException {
        boolean same = alike || watch.channel() == null || sides.sets.length == 0;
        return same ? watch.fd() : sides.sets[0].mechanism.descriptorOf(watch.channel());
    }

    @Override
    public void change(Watch watch, Interest from) throws IOException {
        Member member = sides.members.of(watch.word());
        sides.noteMode(member);
        if (member.hotWhenArmed && !member.isHot() && watch.isLive()) {
            member.hotWhenArmed = false;
            if (sides.promoteLocked(member)) {
                promotedFromOutside();
                return;
            }
        }
        if (member.isHot()) {
            hot.change(watch, from);
            return;
        }
        member.refreshCold();
        try {
            member.set.mechanism.change(member.cold, from);
        } catch (Throwable e) {
            member.cold.interest(from);
            throw e;
        }
    }

    @Override
    public void remove(Watch watch) {
        Member member = sides.members.of(watch.word());
        sides.leave(member);
        if (member.isHot()) {
            hot.remove(watch);
        } else {
            member.set.remove(member.cold);
        }
    }

    /** On whichever side it is by now: only where it is added something is held. */
    @Override
    public void release(Watch watch) {
        Member member = sides.members.of(watch.word());
        if (member != null && member.hot == watch) {
            hot.release(watch);
            for (ColdSet set : sides.sets) {
                set.mechanism.release(member.cold);
            }
        }
    }

    @Override
    public long pending(Watch watch) {
        Member member = sides.find(watch.word());
        ColdSet set = member == null ? null : member.set;
        return set == null ? hot.pending(watch) : set.mechanism.pending(member.cold);
    }

    @Override
    public boolean isReplaced(Watch watch) throws IOException {
        Member member = sides.members.of(watch.word());
        return member.isHot() ? hot.isReplaced(watch) : member.set.mechanism.isReplaced(member.cold);
    }

    @Override
    public final void flush() {
        hot.flush();
        for (ColdSet set : sides.sets) {
            set.letGo();
        }
    }

    /**
     * A full batch of hot events leaves no room for the cold ones that wait. They have the next turn, and nothing that becomes
     * ready meanwhile comes before the hot side has had its own again: so everybody is served in turn, whatever the limit.
     */
    @Override
    public final void await(Batch batch, long nanos) throws IOException {
        waits++;
        beginRound();
        int left = coldLeft();
        if (left > 0 && coldTurn > 0) {
            coldTurn -= takeCold(batch, coldTurn);
        } else {
            hotRound(batch, left > 0 ? 0 : nanos);
            left = coldLeft();
            if (left > 0 && batch.size() < batch.limit()) {
                left -= takeCold(batch, Integer.MAX_VALUE);
            }
            coldTurn = left;
        }
        if (mover.isSearchDue()) {
            mover.demoteOut();
        }
        mover.tell();
    }

    /** Whether this round is one of those that are measured. */
    final boolean isMeasured() {
        return (waits & MEASURED_ONE_IN - 1) == 0;
    }

    /** Ends a round on the hot side. */
    final void endHotRound(Batch batch) {
        sides.noteFired(batch);
        sides.ledger.endRound(batch);
    }

    /** Waits on the hot side. */
    final void awaitHot(Batch batch, long nanos) throws IOException {
        if (isMeasured()) {
            int descriptors = sides.hotList.size();
            long start = ProcessorTime.now();
            hot.await(batch, nanos);
            mover.meter().hotRound(ProcessorTime.since(start), descriptors);
            mover.askPolicy();
        } else {
            hot.await(batch, nanos);
        }
    }

    @Override
    public boolean rebuild(Iterable<Watch> watches) throws IOException {
        List<Watch> hotOnes = new ArrayList<>();
        List<List<Watch>> coldOnes = new ArrayList<>();
        for (int i = 0; i < sides.sets.length; i++) {
            coldOnes.add(new ArrayList<>());
        }
        for (Watch watch : watches) {
            Member member = sides.members.of(watch.word());
            if (member.isHot()) {
                hotOnes.add(watch);
                continue;
            }
            member.refreshCold();
            coldOnes.get(List.of(sides.sets).indexOf(member.set)).add(member.cold);
        }
        boolean rebuilt = false;
        for (int i = 0; i < sides.sets.length; i++) {
            rebuilt |= sides.sets[i].mechanism.rebuild(coldOnes.get(i));
        }
        rebuilt |= rebuildHot(hotOnes);
        return rebuilt;
    }

    /** Rebuilds the hot side, with whatever else than registrations it holds. */
    boolean rebuildHot(List<Watch> watches) throws IOException {
        return hot.rebuild(watches);
    }

    @Override
    public long controlCalls() {
        long calls = hot.controlCalls();
        for (ColdSet set : sides.sets) {
            calls += set.mechanism.controlCalls();
        }
        return calls;
    }

    @Override
    public long promotions() {
        return sides.promotions();
    }

    @Override
    public long demotions() {
        return sides.demotions();
    }

    @Override
    public Map<String, Long> gauges() {
        return mover.gauges();
    }
}
