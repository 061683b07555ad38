package dev.vigil.contract;

import java.io.IOException;
import java.net.ProtocolFamily;
import java.nio.channels.DatagramChannel;
import java.nio.channels.Pipe;
import java.nio.channels.SelectionKey;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.channels.spi.AbstractSelectableChannel;
import java.nio.channels.spi.AbstractSelector;
import java.nio.channels.spi.SelectorProvider;

/** A selectable channel that the JDK knows nothing about. */
public class ForeignChannel extends AbstractSelectableChannel {
    public ForeignChannel() {
        super(new ForeignProvider());
    }

    @Override
    public int validOps() {
        return SelectionKey.OP_READ | SelectionKey.OP_WRITE;
    }

    @Override
    protected void implCloseSelectableChannel() {}

    @Override
    protected void implConfigureBlocking(boolean block) {}

    /** Opens nothing. */
    private static final class ForeignProvider extends SelectorProvider {
        @Override
        public DatagramChannel openDatagramChannel() throws IOException {
            throw new IOException("opens nothing");
        }

        @Override
        public DatagramChannel openDatagramChannel(ProtocolFamily family) throws IOException {
            throw new IOException("opens nothing");
        }

        @Override
        public Pipe openPipe() throws IOException {
            throw new IOException("opens nothing");
        }

        @Override
        public AbstractSelector openSelector() throws IOException {
            throw new IOException("opens nothing");
        }

        @Override
        public ServerSocketChannel openServerSocketChannel() throws IOException {
            throw new IOException("opens nothing");
        }

        @Override
        public SocketChannel openSocketChannel() throws IOException {
            throw new IOException("opens nothing");
        }
    }
}
