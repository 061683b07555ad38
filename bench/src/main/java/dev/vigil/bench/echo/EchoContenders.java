package dev.vigil.bench.echo;

import dev.vigil.Availability;
import dev.vigil.bench.contender.Absent;
import dev.vigil.bench.contender.Contender;
import dev.vigil.bench.contender.Contender.Side;
import dev.vigil.bench.contender.Contenders;
import dev.vigil.bench.contender.JavaCommands;
import dev.vigil.bench.worker.WorkerMain;
import dev.vigil.carry.Carriers;
import io.netty.channel.uring.IoUring;
import java.util.ArrayList;
import java.util.List;

/** Everybody who echoes: those that wait on descriptors, and streams with batches and without. */
public final class EchoContenders {
    static final String BATCHED = "stream";
    static final String PLAIN = "stream-plain";

    /** Netty's transport over io_uring. */
    public static final String NETTY_URING = "netty-uring";

    private EchoContenders() {}

    /** Looks for all of them. */
    public static Contenders find() {
        Contenders found = Contenders.find();
        List<Contender> present = new ArrayList<>(found.present());
        List<Absent> absent = new ArrayList<>(found.absent());
        Availability batches = Carriers.availability();
        if (batches.usable()) {
            present.add(streams(BATCHED));
        } else {
            absent.add(new Absent(BATCHED, batches.reason()));
        }
        present.add(streams(PLAIN));
        if (IoUring.isAvailable()) {
            present.add(new Contender(NETTY_URING, Side.PEER, JavaCommands.of(WorkerMain.class, NETTY_URING)));
        } else {
            absent.add(new Absent(NETTY_URING, "no io_uring: " + IoUring.unavailabilityCause()));
        }
        return new Contenders(present, absent);
    }

    private static Contender streams(String name) {
        return new Contender(name, Side.VIGIL, JavaCommands.of(WorkerMain.class, name));
    }
}
