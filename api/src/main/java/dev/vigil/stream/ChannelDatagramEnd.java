package dev.vigil.stream;

import dev.vigil.EventHandler;
import dev.vigil.EventSource;
import dev.vigil.Interest;
import dev.vigil.Registration;
import java.io.IOException;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;

/** A channel of the JDK that passes messages. */
final class ChannelDatagramEnd implements DatagramEnd {
    private final DatagramChannel channel;

    ChannelDatagramEnd(DatagramChannel channel) {
        if (!channel.isOpen()) {
            throw new IllegalArgumentException(channel + " is closed: open another one");
        }
        if (channel.isBlocking()) {
            throw new IllegalArgumentException(
                    channel + " is in blocking mode: call configureBlocking(false) before it is handed in");
        }
        this.channel = channel;
    }

    @Override
    public Registration register(EventSource source, Interest interest, EventHandler handler) throws IOException {
        return source.register(channel, interest, handler);
    }

    @Override
    public void receive(DatagramBatch batch) throws IOException {
        for (int i = 0; i < batch.size(); i++) {
            ByteBuffer buffer = batch.buffer(i);
            SocketAddress from = channel.receive(buffer);
            if (from == null) {
                return;
            }
            batch.received(from, buffer.position(), false);
        }
    }

    @Override
    public void send(DatagramBatch batch) throws IOException {
        for (int i = 0; i < batch.size(); i++) {
            ByteBuffer buffer = batch.buffer(i);
            boolean isEmpty = !buffer.hasRemaining();
            SocketAddress to = batch.address(i);
            int count = to == null ? channel.write(buffer) : channel.send(buffer, to);
            // Of an empty one the JDK does not tell whether it was sent.
            if (count == 0 && !isEmpty) {
                return;
            }
            batch.sent(i + 1);
        }
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }

    @Override
    public String toString() {
        return channel.toString();
    }
}
