package dev.vigil.bench.contender;

import dev.vigil.Availability;
import dev.vigil.BackendStatus;
import dev.vigil.EventSource;
import dev.vigil.bench.contender.Contender.Side;
import dev.vigil.bench.mechanism.MigratingVariant;
import dev.vigil.bench.run.Parallel;
import dev.vigil.bench.worker.WorkerMain;
import io.netty.channel.epoll.Epoll;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Everybody: Vigil's backends as its own list has them, the peers and the floor in Java, and the programs in C.
 *
 * @param present those that take part
 * @param absent those that can't
 */
public record Contenders(List<Contender> present, List<Absent> absent) {
    private static final Set<String> JAVA_PEERS = Set.of("jdk", "jdk-keys", "netty", "netty-uring", "enxio");

    /** Relays that are not ours, and what a formula says. */
    private static final Set<String> RELAYS = Set.of("naive", "haproxy", "nginx", "socat", "formula");

    private static final String FLOOR = "none";
    private static final String C_FLOOR = "c-none";

    /** Copies both. */
    public Contenders {
        present = List.copyOf(present);
        absent = List.copyOf(absent);
    }

    /** Looks for all of them; compiles the programs in C where they are older than their sources. */
    public static Contenders find() {
        List<Contender> present = new ArrayList<>();
        List<Absent> absent = new ArrayList<>();
        for (BackendStatus status : EventSource.backends()) {
            if (status.availability().usable()) {
                present.add(java(status.name(), Side.VIGIL));
            } else {
                absent.add(new Absent(status.name(), status.availability().reason()));
            }
        }
        addMigratingVariants(present, absent);
        present.add(java("jdk", Side.PEER));
        present.add(java("jdk-keys", Side.PEER));
        if (Epoll.isAvailable()) {
            present.add(java("netty", Side.PEER));
        } else {
            absent.add(new Absent("netty", "no native epoll: " + rootOf(Epoll.unavailabilityCause())));
        }
        present.add(java("enxio", Side.PEER));
        present.add(java(FLOOR, Side.FLOOR));
        addPrograms(present, absent);
        return new Contenders(present, absent);
    }

    private static void addMigratingVariants(List<Contender> present, List<Absent> absent) {
        for (String name : MigratingVariant.NAMES) {
            Availability availability = MigratingVariant.of(name).availability();
            if (availability.usable()) {
                present.add(java(name, Side.VIGIL));
            } else {
                absent.add(new Absent(name, availability.reason()));
            }
        }
    }

    private static void addPrograms(List<Contender> present, List<Absent> absent) {
        Map<CProgram, Path> compiled = new ConcurrentHashMap<>();
        Map<CProgram, Absent> refused = new ConcurrentHashMap<>();
        Parallel.forEach(CProgram.ALL, program -> {
            try {
                compiled.put(program, program.compile());
            } catch (AbsentException e) {
                refused.put(program, new Absent(program.name(), e.getMessage()));
            }
        });
        for (CProgram program : CProgram.ALL) {
            if (compiled.containsKey(program)) {
                String path = compiled.get(program).toString();
                present.add(new Contender(program.name(), side(program.name()), List.of(path)));
            } else {
                absent.add(refused.get(program));
            }
        }
    }

    private static Contender java(String name, Side side) {
        return new Contender(name, side, JavaCommands.of(WorkerMain.class, name));
    }

    private static Throwable rootOf(Throwable failure) {
        Throwable root = failure;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return root;
    }

    /** Whether a name is none of the peers' and floors', and so one of Vigil's backends. */
    public static boolean isVigil(String name) {
        return side(name) == Side.VIGIL;
    }

    /** Whether a contender is a program in C. */
    public static boolean isProgram(String name) {
        return CProgram.ALL.stream().anyMatch(program -> program.name().equals(name));
    }

    /** Whose a contender is, by its name. */
    public static Side side(String name) {
        if (name.equals(FLOOR) || name.equals(C_FLOOR)) {
            return Side.FLOOR;
        }
        boolean peer = JAVA_PEERS.contains(name) || RELAYS.contains(name) || isProgram(name);
        return peer ? Side.PEER : Side.VIGIL;
    }

    /** The name of the floor that a contender is measured against: that of its own language. */
    public static String floorOf(String name) {
        return isProgram(name) ? C_FLOOR : FLOOR;
    }
}
