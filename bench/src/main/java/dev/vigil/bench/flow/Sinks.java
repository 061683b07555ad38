package dev.vigil.bench.flow;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.util.List;

/** Reads whatever comes and checks it. Some can be told to stop reading. */
final class Sinks extends FlowThread {
    private static final int CHUNK = 1 << 18;

    private final ByteBuffer buffer = ByteBuffer.allocateDirect(CHUNK);
    private final SelectionKey[] keys;
    private volatile int wanted;
    private int stopped;

    Sinks(List<Stream> streams) throws IOException {
        super("sinks");
        keys = new SelectionKey[streams.size()];
        for (int i = 0; i < keys.length; i++) {
            keys[i] = streams.get(i).sink.register(selector, SelectionKey.OP_READ, streams.get(i));
        }
    }

    /** From now on the first so many read no more, and the others do. */
    void stop(int count) {
        wanted = count;
        selector.wakeup();
    }

    @Override
    void turn() throws IOException {
        int now = wanted;
        if (now != stopped) {
            for (int i = 0; i < keys.length; i++) {
                keys[i].interestOps(i < now ? 0 : SelectionKey.OP_READ);
            }
            stopped = now;
        }
        selector.select();
        for (SelectionKey key : selector.selectedKeys()) {
            if (key.interestOps() != 0) {
                read((Stream) key.attachment());
            }
        }
        selector.selectedKeys().clear();
    }

    private void read(Stream stream) throws IOException {
        buffer.clear();
        int count = stream.sink.read(buffer);
        if (count < 0) {
            throw new IOException("a stream ended after " + stream.received() + " bytes");
        }
        if (!Pattern.fits(buffer, stream.received())) {
            throw new IOException("bytes from " + stream.received() + " on are not those that were sent");
        }
        stream.addReceived(count);
    }
}
