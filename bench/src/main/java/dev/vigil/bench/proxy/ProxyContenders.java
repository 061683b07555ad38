package dev.vigil.bench.proxy;

import dev.vigil.bench.contender.Absent;
import dev.vigil.bench.contender.Contender;
import dev.vigil.bench.contender.Contender.Side;
import dev.vigil.bench.contender.Contenders;
import dev.vigil.bench.contender.JavaCommands;
import dev.vigil.bench.flow.PipelineWork;
import dev.vigil.bench.worker.WorkerMain;
import io.netty.channel.epoll.Epoll;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The relays that can be compared here. */
public final class ProxyContenders {
    static final List<Program> PROGRAMS = List.of(new Haproxy(), new Nginx(), new Socat());

    private static final String OURS = "relay";
    private static final String OURS_TWICE = "relay-2";
    private static final String FORMULA = "formula";

    private ProxyContenders() {}

    static boolean isOurs(String contender) {
        return contender.startsWith(OURS);
    }

    /** How many loops one of ours has. */
    static int loops(String contender) {
        return contender.equals(OURS_TWICE) ? 2 : 1;
    }

    /** Ours, and the one that makes the mistake. */
    public static Contenders oursAndNaive() {
        return new Contenders(List.of(java(OURS, Side.VIGIL), java("naive", Side.PEER)), List.of());
    }

    /** Ours, and what the formula says. */
    public static Contenders oursAndFormula() {
        return new Contenders(List.of(java(OURS, Side.VIGIL), java(FORMULA, Side.PEER)), List.of());
    }

    /** What moves bytes within a worker; null for the formula. */
    public static PipelineWork.Joints joints(String contender) {
        return contender.equals(FORMULA) ? null : RelayJoint::new;
    }

    /** Ours with one loop and with two, and every other that is found. */
    public static Contenders all() {
        List<Contender> present = new ArrayList<>(List.of(java(OURS, Side.VIGIL), java(OURS_TWICE, Side.VIGIL)));
        List<Absent> absent = new ArrayList<>();
        present.add(java("naive", Side.PEER));
        if (Epoll.isAvailable()) {
            present.add(java("netty", Side.PEER));
        } else {
            absent.add(new Absent("netty", "no native epoll: " + Epoll.unavailabilityCause()));
        }
        for (Program program : PROGRAMS) {
            Path executable = program.find();
            String problem = executable == null ? "not installed" : program.problem(executable);
            if (problem == null) {
                present.add(new Contender(program.name(), Side.PEER, List.of(executable.toString())));
            } else {
                absent.add(new Absent(program.name(), problem));
            }
        }
        return new Contenders(present, absent);
    }

    private static Contender java(String name, Side side) {
        return new Contender(name, side, JavaCommands.of(WorkerMain.class, name));
    }
}
