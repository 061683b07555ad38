package dev.vigil.loop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vigil.Interest;
import dev.vigil.contract.ChannelKinds;
import dev.vigil.contract.Link;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** What is done at the end of each turn. */
public interface TurnActionContract extends EventLoopContract {
    @Test
    default void itComesAfterTheHandlersAndTasksOfItsTurn() throws IOException {
        List<String> order = new CopyOnWriteArrayList<>();
        try (EventLoop loop = loops().start();
                Link link = ChannelKinds.TCP.open()) {
            CountDownLatch done = new CountDownLatch(1);
            link.makeReadable();
            Loops.call(loop, () -> {
                loop.addTurnAction(() -> {
                    if (order.contains("handler")) {
                        order.add("end");
                        done.countDown();
                    }
                });
                link.register(loop.source(), Interest.READ, (registration, ready) -> {
                    registration.cancel();
                    order.add("handler");
                    loop.execute(() -> order.add("task"));
                });
                return null;
            });
            Loops.await(done);
        }
        assertEquals(List.of("handler", "task", "end"), order.subList(0, 3));
    }

    @Test
    default void itRunsForTasksOfALoopThatClosesToo() throws IOException {
        AtomicInteger pending = new AtomicInteger();
        AtomicInteger carried = new AtomicInteger();
        EventLoop loop = loops().start();
        Loops.call(loop, () -> {
            loop.addTurnAction(() -> carried.addAndGet(pending.getAndSet(0)));
            return null;
        });
        Loops.whileHeld(loop, () -> {
            loop.execute(pending::incrementAndGet);
            loop.beginClose();
        });
        loop.close();
        assertEquals(1, carried.get());
    }

    @Test
    default void oneThatThrowsLeavesTheOthersAndTheLoop() throws IOException {
        List<Throwable> seen = new CopyOnWriteArrayList<>();
        AtomicInteger runs = new AtomicInteger();
        try (EventLoop loop =
                loops().onException((it, thrown) -> seen.add(thrown)).start()) {
            Runnable throwing = () -> {
                throw new IllegalStateException("at the end of a turn");
            };
            Loops.call(loop, () -> {
                loop.addTurnAction(throwing);
                loop.addTurnAction(runs::incrementAndGet);
                return null;
            });
            // Any number of tasks may run before the turn that they are in ends.
            Loops.until(() -> runs.get() > 0, "the other one's run");
            assertTrue(Loops.call(loop, () -> loop.removeTurnAction(throwing)));
            assertFalse(Loops.call(loop, () -> loop.removeTurnAction(throwing)));
            Loops.settle(loop);
            int thrown = seen.size();
            assertTrue(thrown > 0);
            Loops.settle(loop);
            Loops.settle(loop);
            assertEquals(thrown, seen.size());
        }
    }

    /** Nothing else wakes the loop: without it the second turn would not come. */
    @Test
    default void anotherTurnComesWithoutWaitingIfAnActionAsksForIt() throws IOException {
        try (EventLoop loop = loops().start()) {
            CountDownLatch turns = new CountDownLatch(5);
            loop.execute(() -> {
                loop.addTurnAction(() -> {
                    turns.countDown();
                    if (turns.getCount() > 0) {
                        loop.anotherTurn();
                    }
                });
            });
            Loops.await(turns);
            long polls = loop.source().statistics().polls();
            Loops.settle(loop);
            assertTrue(loop.source().statistics().polls() <= polls + 3, "it waits again");
            assertThrows(IllegalStateException.class, loop::anotherTurn);
        }
    }

    @Test
    default void onlyTheLoopsThreadAddsAndRemoves() throws IOException {
        try (EventLoop loop = loops().start()) {
            Runnable action = () -> {};
            assertThrows(IllegalStateException.class, () -> loop.addTurnAction(action));
            assertThrows(IllegalStateException.class, () -> loop.removeTurnAction(action));
            assertThrows(NullPointerException.class, () -> loop.addTurnAction(null));
        }
    }
}
