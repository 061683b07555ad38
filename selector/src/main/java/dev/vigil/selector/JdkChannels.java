package dev.vigil.selector;

import dev.vigil.spi.LayeredSelectorProvider;
import java.io.IOException;
import java.nio.channels.Channel;
import java.nio.channels.spi.AbstractSelector;
import java.nio.channels.spi.SelectorProvider;
import sun.nio.ch.DefaultSelectorProvider;
import sun.nio.ch.SelectorProviderImpl;

/** The provider that the JDK's channels name: who opens a selector through the provider of a channel gets ours too. */
final class JdkChannels extends SelectorProviderImpl implements LayeredSelectorProvider {
    private final VigilSelectorProvider provider;
    private final BackendChoice choice;

    private JdkChannels(VigilSelectorProvider provider, BackendChoice choice) {
        this.provider = provider;
        this.choice = choice;
    }

    static SelectorProvider with(VigilSelectorProvider provider, BackendChoice choice) {
        return new JdkChannels(provider, choice);
    }

    static SelectorProvider ofThisJdk() {
        return DefaultSelectorProvider.get();
    }

    @Override
    public AbstractSelector openSelector() throws IOException {
        return choice.isFallback() ? ofThisJdk().openSelector() : new VigilSelector(this, choice.backend());
    }

    @Override
    public SelectorProvider underlying() {
        return ofThisJdk();
    }

    @Override
    public Channel inheritedChannel() throws IOException {
        return provider.inheritedChannel();
    }

    @Override
    public String toString() {
        return provider.toString();
    }
}
