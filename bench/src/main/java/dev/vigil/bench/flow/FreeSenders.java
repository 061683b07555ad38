package dev.vigil.bench.flow;

import java.io.IOException;
import java.nio.channels.SelectionKey;
import java.util.List;

/** Sends as much as is taken, each stream in turn. */
final class FreeSenders extends FlowThread {
    private final Pattern pattern;
    private final int chunk;

    FreeSenders(List<Stream> streams, int chunk) throws IOException {
        super("free senders");
        this.chunk = chunk;
        pattern = new Pattern(chunk);
        for (Stream stream : streams) {
            stream.source.register(selector, SelectionKey.OP_WRITE, stream);
        }
    }

    @Override
    void turn() throws IOException {
        selector.select();
        for (SelectionKey key : selector.selectedKeys()) {
            Stream stream = (Stream) key.attachment();
            stream.addSent(stream.source.write(pattern.from(stream.sent(), chunk)));
        }
        selector.selectedKeys().clear();
    }
}
