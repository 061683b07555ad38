package dev.vigil.raw;

import dev.vigil.EventHandler;
import dev.vigil.EventSource;
import dev.vigil.Interest;
import dev.vigil.Registration;
import dev.vigil.posix.ChannelDescriptors;
import dev.vigil.relay.RelayEnd;
import dev.vigil.relay.RelayPipe;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SelectableChannel;

/**
 * A channel as one end of a relay, whose descriptor is used for splicing and for nothing else. The channel may be closed by
 * others at any time: so its number is asked for each time, and spliced from a number that nobody else closes.
 */
final class SocketEnd implements RelayEnd, Spliceable {
    private final RelayEnd end;
    private final SelectableChannel channel;

    SocketEnd(RelayEnd end, SelectableChannel channel) throws IOException {
        this.end = end;
        this.channel = channel;
        // Fails here if it fails at all, so that the end can do without.
        ChannelDescriptors.of(channel);
    }

    @Override
    public int lend(SpareDescriptor spare) throws IOException {
        try {
            int number = spare.standFor(ChannelDescriptors.of(channel));
            // Open until here: so what was duplicated is the channel's file, and no other of that number.
            if (channel.isOpen()) {
                return number;
            }
        } catch (IOException e) {
            if (channel.isOpen()) {
                throw e;
            }
        }
        spare.reset();
        throw new ClosedChannelException();
    }

    @Override
    public void takeBack(SpareDescriptor spare) throws IOException {
        spare.reset();
    }

    @Override
    public RelayPipe.Factory pipes(RelayEnd to) {
        return SplicePipe.between(this, to);
    }

    @Override
    public Registration register(EventSource source, Interest interest, EventHandler handler) throws IOException {
        return end.register(source, interest, handler);
    }

    @Override
    public boolean canRead() {
        return end.canRead();
    }

    @Override
    public boolean canWrite() {
        return end.canWrite();
    }

    @Override
    public boolean isPlain() {
        return end.isPlain();
    }

    @Override
    public int read(ByteBuffer target) throws IOException {
        return end.read(target);
    }

    @Override
    public int write(ByteBuffer source) throws IOException {
        return end.write(source);
    }

    @Override
    public boolean endOutput() throws IOException {
        return end.endOutput();
    }

    @Override
    public boolean deliverFirst() throws IOException {
        return end.deliverFirst();
    }

    @Override
    public void close() throws IOException {
        end.close();
    }

    @Override
    public void abandon() throws IOException {
        end.abandon();
    }

    @Override
    public void abort() throws IOException {
        end.abort();
    }

    @Override
    public String toString() {
        return end.toString();
    }
}
