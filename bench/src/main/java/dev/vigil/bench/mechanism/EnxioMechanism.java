package dev.vigil.bench.mechanism;

import java.io.IOException;
import java.nio.channels.SelectableChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import jnr.enxio.channels.NativeSelectorProvider;
import jnr.enxio.channels.NativeSocketChannel;

/** The selector of jnr-enxio, which on Linux is one over poll(2). Its channels wrap raw descriptors. */
final class EnxioMechanism extends SelectorMechanism {
    private static final int OPERATIONS = SelectionKey.OP_READ | SelectionKey.OP_WRITE;

    @Override
    public String version() {
        String version = NativeSelectorProvider.class.getPackage().getImplementationVersion();
        return version == null ? "unknown" : version;
    }

    @Override
    public Pairs.Opener opener() {
        return new RawOpener();
    }

    @Override
    Selector openSelector() throws IOException {
        return NativeSelectorProvider.getInstance().openSelector();
    }

    /** The channel is never closed: the descriptor belongs to its pair. */
    @Override
    SelectableChannel channel(Pair pair) throws IOException {
        NativeSocketChannel channel = new NativeSocketChannel(pair.watched(), OPERATIONS);
        channel.configureBlocking(false);
        return channel;
    }
}
