package dev.vigil.kqueue;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vigil.Interest;
import dev.vigil.posix.Descriptors;
import dev.vigil.posix.Errno;
import dev.vigil.posix.ErrnoException;
import dev.vigil.posix.PipeEnds;
import dev.vigil.spi.Watch;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The changes that an interest makes, and what becomes of answers that no kernel here gives. */
class KnotesTest {
    private static final int READ = KqueueSystem.MACOS.read();
    private static final int WRITE = KqueueSystem.MACOS.write();
    private static final int EXCEPT = KqueueSystem.MACOS.except();

    private final RecordedLibrary library = new RecordedLibrary();
    private PipeEnds pipe;

    @BeforeEach
    void open() throws IOException {
        pipe = Descriptors.pipe();
    }

    @AfterEach
    void close() throws IOException {
        Descriptors.close(pipe.readEnd());
        Descriptors.close(pipe.writeEnd());
    }

    private Knotes knotes(Abilities abilities) {
        return new Knotes(new Kqueue(library, KqueueSystem.MACOS, -1), abilities);
    }

    private Watch watch(Interest interest) {
        return new Watch(pipe.readEnd(), null, 7, interest);
    }

    private List<Integer> filters(int call) {
        return changes(call).stream().map(RecordedLibrary.Change::filter).toList();
    }

    /** What a call changes, without the question that may come before. */
    private List<RecordedLibrary.Change> changes(int call) {
        return library.calls.get(call).stream()
                .filter(change -> change.has(KeventConstants.EV_ADD | KeventConstants.EV_DELETE))
                .toList();
    }

    @Test
    void allChangesOfAnInterestAreOneCallWithAReceiptForEachAndRoomForAll() throws IOException {
        Knotes knotes = knotes(new Abilities(true, true));
        Watch watch = watch(Interest.READ.and(Interest.WRITE).and(Interest.PRIORITY));
        knotes.add(watch);
        knotes.remove(watch);
        assertEquals(2, library.calls.size());
        assertEquals(2, knotes.controlCalls());
        assertEquals(List.of(READ, WRITE, EXCEPT), filters(0));
        assertEquals(List.of(READ, WRITE, EXCEPT), filters(1));
        assertTrue(library.calls.stream().flatMap(List::stream).allMatch(c -> c.has(KeventConstants.EV_RECEIPT)));
        assertFalse(library.loose, "room for other than the receipts, or a wait");
    }

    @Test
    void ofALevelInterestOnlyTheFiltersThatChangeAreChanged() throws IOException {
        Knotes knotes = knotes(new Abilities(true, true));
        Watch watch = watch(Interest.READ);
        knotes.add(watch);
        update(knotes, watch, Interest.READ.and(Interest.WRITE));
        assertEquals(List.of(WRITE), filters(1));
        assertTrue(changes(1).get(0).has(KeventConstants.EV_ADD));
        update(knotes, watch, Interest.READ);
        assertEquals(List.of(WRITE), filters(2));
        assertTrue(changes(2).get(0).has(KeventConstants.EV_DELETE));
        update(knotes, watch, Interest.READ);
        assertEquals(3, library.calls.size());
        update(knotes, watch, Interest.NONE);
        update(knotes, watch, Interest.READ);
        assertEquals(List.of(), changes(4), "asks first");
        assertTrue(changes(5).get(0).has(KeventConstants.EV_ENABLE));
        assertEquals(6, knotes.controlCalls());
    }

    @Test
    void anEdgeInterestIsAddedAgainSoThatItLooksAgain() throws IOException {
        Knotes knotes = knotes(new Abilities(true, true));
        Watch watch = watch(Interest.READ.edge());
        knotes.add(watch);
        update(knotes, watch, Interest.READ.and(Interest.WRITE).edge());
        assertEquals(List.of(READ, WRITE), filters(1));
    }

    private static void update(Knotes knotes, Watch watch, Interest next) throws IOException {
        Interest from = watch.interest();
        watch.interest(next);
        knotes.change(watch, from);
    }

    @Test
    void aChangeThatASignalInterruptsWasMadeAndIsNotMadeAgain() throws IOException {
        Knotes knotes = knotes(new Abilities(true, true));
        library.interruption = Errno.EINTR;
        Watch watch = watch(Interest.READ);
        knotes.add(watch);
        assertEquals(1, library.calls.size());
        knotes.remove(watch);
        assertEquals(2, library.calls.size());
        assertTrue(changes(1).get(0).has(KeventConstants.EV_DELETE), "it is known to be there");
    }

    @Test
    void anyOtherFailureOfTheCallIsThrown() {
        library.interruption = Errno.ENOMEM;
        ErrnoException e = assertThrows(
                ErrnoException.class, () -> knotes(new Abilities(true, true)).add(watch(Interest.READ)));
        assertTrue(e.getMessage().contains("kevent") && e.getMessage().contains("ENOMEM"), e.getMessage());
    }

    @Test
    void aDescriptorThatTheSystemCannotWatchIsRefusedWithTheReasonAndAWayOut() {
        library.answer = change -> change.has(KeventConstants.EV_ADD) ? Errno.EINVAL : Errno.ENOENT;
        IllegalArgumentException e = assertThrows(
                IllegalArgumentException.class,
                () -> knotes(new Abilities(true, true)).add(watch(Interest.READ)));
        assertTrue(e.getMessage().contains("descriptor " + pipe.readEnd()), e.getMessage());
        assertTrue(e.getMessage().contains("for READ: EINVAL"), e.getMessage());
        assertTrue(e.getMessage().contains("macOS watches no terminals"), e.getMessage());
        assertTrue(e.getMessage().contains("register the pipe"), e.getMessage());
    }

    @Test
    void priorityIsTakenWhereItsFilterIsRefused() throws IOException {
        for (int errno : new int[] {Errno.EINVAL, Errno.EPERM}) {
            library.calls.clear();
            library.answer = change -> change.filter() == EXCEPT ? errno : 0;
            Knotes knotes = knotes(new Abilities(true, true));
            Watch watch = watch(Interest.PRIORITY);
            knotes.add(watch);
            knotes.remove(watch);
            assertEquals(List.of(READ, EXCEPT), filters(0), "the hang-up is told by the other filter");
            assertEquals(List.of(READ), filters(1));
        }
    }

    @Test
    void ifOneFilterIsRefusedTheOthersAreTakenBack() {
        library.answer = change -> change.filter() == WRITE ? Errno.EINVAL : 0;
        assertThrows(
                IllegalArgumentException.class,
                () -> knotes(new Abilities(true, true)).add(watch(Interest.READ.and(Interest.WRITE))));
        assertEquals(2, library.calls.size());
        assertEquals(List.of(READ), filters(1));
        assertTrue(changes(1).get(0).has(KeventConstants.EV_DELETE));
    }

    @Test
    void edgeIsClearAndOneShotIsDispatchOrOneshotWhereThatIsAbsent() throws IOException {
        knotes(new Abilities(true, true)).add(watch(Interest.READ.edge()));
        knotes(new Abilities(true, true)).add(watch(Interest.READ.oneShot()));
        knotes(new Abilities(true, false)).add(watch(Interest.READ.oneShot()));
        List<Integer> modes = library.calls.stream()
                .map(call -> call.get(0).flags()
                        & (KeventConstants.EV_CLEAR | KeventConstants.EV_DISPATCH | KeventConstants.EV_ONESHOT))
                .toList();
        assertEquals(List.of(KeventConstants.EV_CLEAR, KeventConstants.EV_DISPATCH, KeventConstants.EV_ONESHOT), modes);
    }

    @Test
    void rearmingIsOneChangeThatAddsAndEnablesSoThatTheFilterLooksAgain() throws IOException {
        Knotes knotes = knotes(new Abilities(true, true));
        Watch watch = watch(Interest.READ.oneShot());
        knotes.add(watch);
        knotes.change(watch, watch.interest());
        RecordedLibrary.Change change = changes(1).get(0);
        assertEquals(1, changes(1).size());
        assertTrue(change.has(KeventConstants.EV_ADD) && change.has(KeventConstants.EV_ENABLE));
        assertFalse(change.has(KeventConstants.EV_DELETE));
    }
}
