package dev.vigil.bench.selecting;

import dev.vigil.BackendStatus;
import dev.vigil.EventSource;
import dev.vigil.bench.contender.Absent;
import dev.vigil.bench.contender.Contender;
import dev.vigil.bench.contender.Contender.Side;
import dev.vigil.bench.contender.Contenders;
import dev.vigil.bench.contender.JavaCommands;
import dev.vigil.bench.worker.RefusedException;
import dev.vigil.bench.worker.WorkerMain;
import java.io.IOException;
import java.nio.channels.Selector;
import java.util.ArrayList;
import java.util.List;

/**
 * The JDK's selector, and ours over each backend: the same program, and the flags of its JVM make the difference. So nothing here is
 * compiled against the selector module.
 */
public final class SelectorContenders {
    private static final String JDK = "jdk";
    private static final String OURS = "selector(";
    private static final String MIGRATING = "migrating";
    private static final String OVER_EPOLL = "migrating(poll/epoll)";
    private static final String PROVIDER = "dev.vigil.selector.VigilSelectorProvider";

    private SelectorContenders() {}

    /** Looks for all of them. */
    public static Contenders find() {
        List<Contender> present = new ArrayList<>();
        List<Absent> absent = new ArrayList<>();
        present.add(new Contender(JDK, Side.PEER, JavaCommands.of(WorkerMain.class, JDK)));
        boolean usable = true;
        for (BackendStatus status : EventSource.backends()) {
            if (status.availability().usable()) {
                present.add(ours(status.name()));
            } else {
                absent.add(new Absent(name(status.name()), status.availability().reason()));
                usable &= !status.name().equals("poll") && !status.name().equals("epoll");
            }
        }
        if (usable) {
            present.add(ours(OVER_EPOLL));
        }
        return new Contenders(present, absent);
    }

    /** Whether a contender is one of them. */
    public static boolean isOne(String contender) {
        return contender.equals(JDK) || contender.startsWith(OURS);
    }

    private static String name(String backend) {
        return OURS + backend + ")";
    }

    private static Contender ours(String backend) {
        List<String> options = new ArrayList<>(List.of(
                "--add-exports",
                "java.base/sun.nio.ch=ALL-UNNAMED",
                "-Djava.nio.channels.spi.SelectorProvider=" + PROVIDER,
                "-Ddev.vigil.selector.backend=" + plain(backend)));
        if (backend.equals(OVER_EPOLL)) {
            options.addAll(List.of("-Ddev.vigil.migrating.hot=poll", "-Ddev.vigil.migrating.cold=epoll"));
        }
        return new Contender(name(backend), Side.VIGIL, JavaCommands.with(options, WorkerMain.class, name(backend)));
    }

    /** As the provider is told it. */
    private static String plain(String backend) {
        return backend.equals(OVER_EPOLL) ? MIGRATING : backend;
    }

    /** Refuses to work where the JVM's selectors are not the contender's: a flag that did nothing would be measured otherwise. */
    public static void requireSelectorsOf(String contender) throws IOException {
        try (Selector selector = Selector.open()) {
            String shown = selector.toString();
            boolean right = contender.equals(JDK)
                    ? !shown.startsWith("selector over ")
                    : shown.startsWith(
                            "selector over " + plain(contender.substring(OURS.length(), contender.length() - 1)) + ",");
            if (!right) {
                throw new RefusedException("the selectors of this JVM are not those of " + contender + " but " + shown);
            }
        }
    }
}
