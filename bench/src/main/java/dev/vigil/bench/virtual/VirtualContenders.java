package dev.vigil.bench.virtual;

import dev.vigil.bench.contender.Absent;
import dev.vigil.bench.contender.Contender;
import dev.vigil.bench.contender.Contender.Side;
import dev.vigil.bench.contender.Contenders;
import dev.vigil.bench.contender.JavaCommands;
import dev.vigil.bench.worker.WorkerMain;
import java.util.ArrayList;
import java.util.List;

/** Raw descriptors in the blocking style on virtual threads, the JDK's channels on virtual threads, and these on platform threads. */
public final class VirtualContenders {
    static final String VIGIL = "vigil";
    static final String JDK = "jdk";
    static final String PLATFORM = "platform";

    private static final int FIRST_WITH_VIRTUAL_THREADS = 21;

    /** So many threads of the platform no machine of ours likes. */
    private static final int MOST_OF_THE_PLATFORM = 2_000;

    private VirtualContenders() {}

    /** Those that this JDK has. */
    public static Contenders find() {
        List<Contender> present = new ArrayList<>();
        List<Absent> absent = new ArrayList<>();
        if (hasVirtualThreads()) {
            present.add(new Contender(VIGIL, Side.VIGIL, JavaCommands.of(WorkerMain.class, VIGIL)));
            present.add(new Contender(JDK, Side.PEER, JavaCommands.of(WorkerMain.class, JDK)));
        } else {
            String reason = "JDK " + Runtime.version().feature() + " has no virtual threads; take one from "
                    + FIRST_WITH_VIRTUAL_THREADS + " on";
            absent.add(new Absent(VIGIL, reason));
            absent.add(new Absent(JDK, reason));
        }
        present.add(new Contender(PLATFORM, Side.PEER, JavaCommands.of(WorkerMain.class, PLATFORM)));
        return new Contenders(present, absent);
    }

    static boolean hasVirtualThreads() {
        return Runtime.version().feature() >= FIRST_WITH_VIRTUAL_THREADS;
    }

    /** Whether a contender can have so many threads. */
    public static boolean takes(String contender, long threads) {
        return !contender.equals(PLATFORM) || threads <= MOST_OF_THE_PLATFORM;
    }

    /** Whether a name is one of them. */
    public static boolean isOne(String contender) {
        return contender.equals(VIGIL) || contender.equals(JDK) || contender.equals(PLATFORM);
    }
}
