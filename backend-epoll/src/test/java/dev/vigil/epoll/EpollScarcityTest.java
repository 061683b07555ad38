package dev.vigil.epoll;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.vigil.EventSource;
import dev.vigil.Interest;
import dev.vigil.Registration;
import dev.vigil.contract.ChildJvm;
import dev.vigil.contract.Polling;
import dev.vigil.posix.Descriptors;
import dev.vigil.posix.OpenDescriptors;
import dev.vigil.posix.PipeEnds;
import dev.vigil.uring.RingSupport;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** What finds no direct memory leaves nothing open, and nothing half done. In a JVM that has little of it. */
class EpollScarcityTest {
    private static final int MOST = 1 << 20;

    /** What a ring takes to be opened, and not what its changes take. */
    private static final int RING_ONLY = 512;

    private static final String RINGS = "rings";
    private static final String CHANGES = "changes";

    @Test
    void aRingWhoseChangesFindNoMemoryIsClosed() throws Exception {
        run(RINGS);
    }

    @Test
    void aChangeThatFindsNoMemoryIsRefusedOrMade() throws Exception {
        run(CHANGES);
    }

    private static void run(String what) throws Exception {
        assumeTrue(RingSupport.availability().usable(), RingSupport::describe);
        ChildJvm.withTestClassPath()
                .optionsFromBuild()
                .options("-XX:MaxDirectMemorySize=" + MOST, "-Ddev.vigil.ring=on")
                .run(EpollScarcityTest.class, what)
                .assertClean();
    }

    /** Takes all direct memory but so much. What it returns holds it. */
    private static List<ByteBuffer> allBut(int spare) {
        List<ByteBuffer> all = new ArrayList<>();
        all.add(ByteBuffer.allocateDirect(spare));
        for (int size : new int[] {1 << 14, 1 << 7, 1}) {
            fill(all, size);
        }
        all.set(0, null);
        return all;
    }

    private static void fill(List<ByteBuffer> all, int size) {
        try {
            while (true) {
                all.add(ByteBuffer.allocateDirect(size));
            }
        } catch (OutOfMemoryError e) {
            // No piece of this size is left.
            return;
        }
    }

    public static void main(String[] arguments) throws Exception {
        if (arguments[0].equals(RINGS)) {
            makeRings();
        } else {
            change();
        }
    }

    private static void makeRings() throws IOException {
        ControlRing.Maker maker = ControlRing.Maker.asAsked();
        maker.make().close();
        Map<Integer, String> before = OpenDescriptors.now();
        List<ByteBuffer> ballast = allBut(RING_ONLY);
        for (int i = 0; i < 3; i++) {
            try {
                maker.make().close();
                throw new AssertionError("there was memory enough");
            } catch (OutOfMemoryError e) {
                ballast.add(null);
            }
        }
        Map<Integer, String> after = OpenDescriptors.now();
        after.entrySet().removeAll(before.entrySet());
        if (!after.isEmpty()) {
            throw new AssertionError("left open: " + after);
        }
    }

    /** The thread that polls has made no call yet that changes something, as where another one opens and registers. */
    private static void change() throws Exception {
        AtomicReference<List<ByteBuffer>> ballast = new AtomicReference<>();
        List<Registration> changed = new ArrayList<>();
        int[] told = new int[1];
        try (EventSource source = elsewhere(() -> EventSource.open("epoll"));
                PipeEnds trigger = Descriptors.pipe();
                PipeEnds other = Descriptors.pipe()) {
            Descriptors.write(trigger.writeEnd(), ByteBuffer.allocate(1));
            Descriptors.write(other.writeEnd(), ByteBuffer.allocate(1));
            changed.add(elsewhere(
                    () -> source.register(other.readEnd(), Interest.NONE, (registration, ready) -> told[0]++)));
            source.pollNow();
            elsewhere(() -> source.register(trigger.readEnd(), Interest.READ, (registration, ready) -> {
                Descriptors.read(trigger.readEnd(), ByteBuffer.allocate(1));
                ballast.set(allBut(1));
                changed.get(0).update(Interest.READ);
            }));
            try {
                source.poll(Polling.LIMIT);
                throw new AssertionError("there was memory enough");
            } catch (OutOfMemoryError e) {
                ballast.set(null);
            }
            Registration registration = changed.get(0);
            if (registration.interest() == Interest.NONE) {
                registration.update(Interest.READ);
            }
            if (source.pollNow() != 1 || told[0] != 1) {
                throw new AssertionError("it is told of nothing for " + registration.interest());
            }
        }
    }

    private static <T> T elsewhere(Callable<T> work) throws Exception {
        FutureTask<T> task = new FutureTask<>(work);
        new Thread(task).start();
        return task.get();
    }
}
