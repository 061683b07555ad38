package dev.vigil.bench.serve;

import dev.vigil.EventSource;
import dev.vigil.EventSourceBuilder;
import dev.vigil.Interest;
import dev.vigil.Registration;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.Pipe;
import java.nio.charset.StandardCharsets;

/**
 * Goes once through what a loop does, so that every class it needs is loaded. A class in a directory, as bench/run has them,
 * takes a descriptor to load: when it is first needed there may be none left. Out of a jar it takes none.
 */
final class Rehearsal {
    private static final byte[] REQUEST = "GET / HTTP/1.1\nHost:\n\n".getBytes(StandardCharsets.US_ASCII);

    private Rehearsal() {}

    static void run(EventSourceBuilder sources) throws IOException {
        new RequestParser().next(ByteBuffer.wrap(REQUEST));
        Answers.page(false, true);
        Pipe pipe = Pipe.open();
        try (Pipe.SinkChannel sink = pipe.sink();
                Pipe.SourceChannel end = pipe.source();
                EventSource source = sources.open()) {
            end.configureBlocking(false);
            Registration registration =
                    source.register(end, Interest.READ, (self, ready) -> self.update(Interest.NONE));
            sink.write(ByteBuffer.wrap(REQUEST));
            source.poll();
            source.poll(1);
            registration.update(Interest.READ);
            source.wakeup();
            source.poll();
            source.statistics();
        }
    }
}
