package dev.vigil.posix;

import dev.vigil.EventSource;
import dev.vigil.Interest;
import java.nio.ByteBuffer;
import java.time.Duration;

/** Uses a bit of everything that keeps something. */
public final class UserProgram {

    private UserProgram() {}

    /** Registers, polls, copies, asks for a channel's descriptor, waits for a descriptor without a source. */
    public static void use(String backend) throws Exception {
        java.nio.channels.Pipe channels = java.nio.channels.Pipe.open();
        channels.source().configureBlocking(false);
        try (EventSource source = EventSource.open(backend);
                PipeEnds pipe = Descriptors.pipe()) {
            int[] events = new int[1];
            source.register(pipe.readEnd(), Interest.READ, (registration, ready) -> events[0]++);
            source.register(channels.source(), Interest.READ, (registration, ready) -> events[0]++);
            Descriptors.write(pipe.writeEnd(), ByteBuffer.allocate(1000));
            Descriptors.read(pipe.readEnd(), ByteBuffer.allocate(999));
            channels.sink().write(ByteBuffer.allocate(1));
            while (events[0] < 2) {
                source.poll();
            }
            EventSource.await(pipe.readEnd(), Interest.READ, Duration.ofSeconds(1));
        } finally {
            channels.source().close();
            channels.sink().close();
        }
    }
}
