package dev.vigil.bench.mechanism;

import java.io.IOException;
import java.nio.channels.SelectableChannel;
import java.nio.channels.Selector;

/** The JDK's Selector with its selected-key set. */
class JdkKeysMechanism extends SelectorMechanism {
    @Override
    public final String version() {
        return Runtime.version().toString();
    }

    @Override
    public final Pairs.Opener opener() {
        return new ChannelOpener();
    }

    @Override
    final Selector openSelector() throws IOException {
        return Selector.open();
    }

    @Override
    final SelectableChannel channel(Pair pair) {
        return pair.channel();
    }
}
