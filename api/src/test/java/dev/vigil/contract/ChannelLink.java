package dev.vigil.contract;

import dev.vigil.EventHandler;
import dev.vigil.EventSource;
import dev.vigil.Interest;
import dev.vigil.Registration;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.SelectableChannel;
import java.nio.channels.WritableByteChannel;

/** A link whose near end is a channel; the far end is one too, in blocking mode unless it is filled. */
abstract class ChannelLink extends Link {
    private final SelectableChannel near;
    private final SelectableChannel far;

    ChannelLink(SelectableChannel near, SelectableChannel far) throws IOException {
        this.near = near;
        this.far = far;
        near.configureBlocking(false);
        far.configureBlocking(false);
    }

    @Override
    public Registration register(EventSource source, Interest interest, EventHandler handler) throws IOException {
        return source.register(near, interest, handler);
    }

    /** The channel that is watched. */
    public SelectableChannel near() {
        return near;
    }

    @Override
    public void makeReadable() throws IOException {
        send(ByteBuffer.allocate(1));
    }

    @Override
    public void drain() throws IOException {
        takeAll((ReadableByteChannel) near);
    }

    @Override
    public void fill() throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(1 << 16);
        while (write(bytes.clear()) > 0) {}
    }

    @Override
    public void relieve() throws IOException {
        takeAll((ReadableByteChannel) far);
    }

    private static void takeAll(ReadableByteChannel channel) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(1 << 16);
        while (channel.read(bytes.clear()) > 0) {}
    }

    @Override
    public int send(ByteBuffer bytes) throws IOException {
        return ((WritableByteChannel) far).write(bytes);
    }

    @Override
    public int receive(ByteBuffer bytes) throws IOException {
        return ((ReadableByteChannel) near).read(bytes);
    }

    @Override
    public int write(ByteBuffer bytes) throws IOException {
        return ((WritableByteChannel) near).write(bytes);
    }

    @Override
    public void closeFar() throws IOException {
        far.close();
    }

    @Override
    public void closeNear() throws IOException {
        near.close();
    }

    @Override
    public void close() throws IOException {
        try {
            near.close();
        } finally {
            far.close();
        }
    }
}
