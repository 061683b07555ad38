package dev.vigil.relay;

import dev.vigil.EventHandler;
import dev.vigil.EventSource;
import dev.vigil.Interest;
import dev.vigil.Registration;
import java.io.IOException;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.SelectableChannel;
import java.nio.channels.SocketChannel;
import java.nio.channels.WritableByteChannel;

/** A channel of the JDK as one end of a relay. */
final class ChannelEnd implements RelayEnd {
    private final SelectableChannel channel;

    /** The same channel, or null where that direction is missing. */
    private final ReadableByteChannel input;

    private final WritableByteChannel output;
    private final SocketChannel socket;

    ChannelEnd(SelectableChannel channel) {
        this.channel = channel;
        input = channel instanceof ReadableByteChannel readable ? readable : null;
        output = channel instanceof WritableByteChannel writable ? writable : null;
        socket = channel instanceof SocketChannel stream ? stream : null;
        if ((input == null && output == null) || channel instanceof DatagramChannel) {
            throw new IllegalArgumentException(
                    channel + " is no stream of bytes: a relay takes stream sockets and the sides of pipes");
        }
        if (!channel.isOpen()) {
            throw new IllegalArgumentException(channel + " is closed: open another one");
        }
        if (channel.isBlocking()) {
            throw new IllegalArgumentException(
                    channel + " is in blocking mode: call configureBlocking(false) before it is relayed");
        }
    }

    /** What is relayed comes in the pieces in which it was sent; holding them back for an acknowledgement only delays them. */
    static void sendAtOnce(SocketChannel channel) throws IOException {
        if (channel.supportedOptions().contains(StandardSocketOptions.TCP_NODELAY)) {
            channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
        }
    }

    @Override
    public Registration register(EventSource source, Interest interest, EventHandler handler) throws IOException {
        return source.register(channel, interest, handler);
    }

    @Override
    public boolean canRead() {
        return input != null;
    }

    @Override
    public boolean canWrite() {
        return output != null;
    }

    @Override
    public boolean isPlain() {
        return true;
    }

    @Override
    public int read(ByteBuffer target) throws IOException {
        return input.read(target);
    }

    @Override
    public int write(ByteBuffer source) throws IOException {
        return output.write(source);
    }

    @Override
    public boolean endOutput() throws IOException {
        if (socket != null) {
            socket.shutdownOutput();
        } else {
            channel.close();
        }
        return true;
    }

    /**
     * A TCP socket is writable while a part of its send buffer is free; with the smallest buffer that there is, that means that next to
     * nothing is left in it. Others put what is written into the hands of their peer at once.
     */
    @Override
    public boolean deliverFirst() throws IOException {
        if (socket == null || !socket.supportedOptions().contains(StandardSocketOptions.TCP_NODELAY)) {
            return false;
        }
        socket.setOption(StandardSocketOptions.SO_SNDBUF, 1);
        return true;
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }

    @Override
    public void abort() throws IOException {
        try {
            if (socket != null
                    && socket.isOpen()
                    && socket.supportedOptions().contains(StandardSocketOptions.SO_LINGER)) {
                socket.setOption(StandardSocketOptions.SO_LINGER, 0);
            }
        } finally {
            channel.close();
        }
    }

    @Override
    public String toString() {
        return channel.toString();
    }
}
