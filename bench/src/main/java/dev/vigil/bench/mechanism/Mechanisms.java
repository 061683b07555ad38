package dev.vigil.bench.mechanism;

import java.util.Map;
import java.util.function.Supplier;

/** The contenders in Java by name. Whatever is none of the peers is one of Vigil's backends. */
public final class Mechanisms {
    private static final Map<String, Supplier<Mechanism>> PEERS = Map.of(
            "jdk", JdkMechanism::new,
            "jdk-keys", JdkKeysMechanism::new,
            "netty", NettyMechanism::new,
            "enxio", EnxioMechanism::new,
            "none", NoMechanism::new);

    private Mechanisms() {}

    /** Makes one, not yet open. */
    public static Mechanism create(String contender) {
        Supplier<Mechanism> peer = PEERS.get(contender);
        return peer == null ? new VigilMechanism(contender) : peer.get();
    }
}
