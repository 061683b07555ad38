package dev.vigil.bench.worker;

import dev.vigil.EventSource;
import dev.vigil.Feature;
import dev.vigil.Interest;
import dev.vigil.bench.mechanism.MigratingVariant;
import dev.vigil.posix.Descriptors;
import dev.vigil.posix.FcntlConstants;
import dev.vigil.posix.LibC;
import dev.vigil.posix.PipeEnds;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.Pipe;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;

/** A JVM that handles one event and tells how long its parts took. Its argument is the contender's name. */
public final class StartupMain {
    private final ByteBuffer one = ByteBuffer.allocateDirect(1);
    private long binding;
    private long opening;
    private int events;

    private StartupMain() {}

    public static void main(String[] arguments) throws IOException {
        long start = System.nanoTime();
        StartupMain main = new StartupMain();
        if (arguments[0].equals("jdk")) {
            main.select();
        } else {
            main.poll(arguments[0]);
        }
        System.out.println("events=" + main.events + " main=" + (System.nanoTime() - start) + " binding=" + main.binding
                + " open=" + main.opening);
        System.out.flush();
        Runtime.getRuntime().halt(0);
    }

    private void select() throws IOException {
        Pipe pipe = Pipe.open();
        pipe.source().configureBlocking(false);
        long start = System.nanoTime();
        Selector selector = Selector.open();
        opening = System.nanoTime() - start;
        pipe.source().register(selector, SelectionKey.OP_READ);
        pipe.sink().write(one);
        selector.select(key -> events++);
    }

    private void poll(String backend) throws IOException {
        long start = System.nanoTime();
        if (!backend.contains("nio")) {
            // The first call of libc binds it; without this the source would, while it is opened.
            LibC.fcntl(0, FcntlConstants.F_GETFL, 0);
            binding = System.nanoTime() - start;
            start = System.nanoTime();
        }
        EventSource source = MigratingVariant.open(backend);
        opening = System.nanoTime() - start;
        if (source.features().contains(Feature.DESCRIPTORS)) {
            PipeEnds pipe = Descriptors.pipe();
            source.register(pipe.readEnd(), Interest.READ, (registration, ready) -> events++);
            Descriptors.write(pipe.writeEnd(), one);
        } else {
            Pipe pipe = Pipe.open();
            pipe.source().configureBlocking(false);
            source.register(pipe.source(), Interest.READ, (registration, ready) -> events++);
            pipe.sink().write(one);
        }
        source.poll();
    }
}
