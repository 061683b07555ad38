package dev.vigil.selector;

import dev.vigil.BackendUnavailableException;
import dev.vigil.spi.Backend;
import dev.vigil.spi.LayeredSelectorProvider;
import java.io.IOException;
import java.net.ProtocolFamily;
import java.nio.channels.Channel;
import java.nio.channels.DatagramChannel;
import java.nio.channels.Pipe;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.channels.spi.AbstractSelector;
import java.nio.channels.spi.SelectorProvider;
import java.util.Objects;

/**
 * The JDK's channels, with selectors that wait with a backend of Vigil: for applications that know nothing of it.
 *
 * <p>Switched on with
 *
 * <pre>{@code
 * --add-exports java.base/sun.nio.ch=ALL-UNNAMED
 * -Djava.nio.channels.spi.SelectorProvider=dev.vigil.selector.VigilSelectorProvider
 * }</pre>
 *
 * or with {@code -javaagent:vigil-selector.jar}, which does both; see {@link SelectorAgent}. The system property
 * {@value #BACKEND} names the backend; without it the choice is that of every event source, by {@code dev.vigil.backend},
 * {@code VIGIL_BACKEND} or priority. If the backend cannot be had, opening a selector throws; with {@value #FALLBACK} set to
 * {@code true} it opens the JDK's own instead, and the log has one line about it.
 *
 * <p>An object made in code serves too, beside the provider of the JVM: its selectors take the channels of either.
 */
public final class VigilSelectorProvider extends SelectorProvider implements LayeredSelectorProvider {
    /** System property that names the backend of selectors, before whatever holds for event sources. */
    public static final String BACKEND = "dev.vigil.selector.backend";

    /** System property that, if {@code true}, has the JDK's own selectors opened where the backend cannot be had. */
    public static final String FALLBACK = "dev.vigil.selector.fallback";

    private final BackendChoice choice;

    /** Opens the JDK's channels, under this provider's name. Made when first needed, by {@link #channels}. */
    private volatile SelectorProvider channels;

    /** The provider that system properties configure. The JDK calls this when it is told the name of the class. */
    public VigilSelectorProvider() {
        choice = new BackendChoice(null);
    }

    /**
     * A provider over a given backend, whatever the system properties say.
     *
     * @param backend the backend
     * @throws BackendUnavailableException if it watches no channels
     */
    public VigilSelectorProvider(Backend backend) {
        choice = new BackendChoice(Objects.requireNonNull(backend, "backend"));
    }

    /**
     * Opens a selector that waits with the backend.
     *
     * @return a selector for the channels of the JDK
     * @throws BackendUnavailableException if the backend cannot be had; the message lists all and tells why
     * @throws IllegalStateException if this JVM was started without a flag that is needed; the message names it
     * @throws IOException if the system refuses
     */
    @Override
    public AbstractSelector openSelector() throws IOException {
        return channels().openSelector();
    }

    /**
     * The provider that this JDK would use by itself.
     *
     * @return the JDK's default provider
     */
    @Override
    public SelectorProvider underlying() {
        JdkInternals.require();
        return JdkChannels.ofThisJdk();
    }

    @Override
    public DatagramChannel openDatagramChannel() throws IOException {
        return channels().openDatagramChannel();
    }

    @Override
    public DatagramChannel openDatagramChannel(ProtocolFamily family) throws IOException {
        return channels().openDatagramChannel(family);
    }

    @Override
    public Pipe openPipe() throws IOException {
        return channels().openPipe();
    }

    @Override
    public ServerSocketChannel openServerSocketChannel() throws IOException {
        return channels().openServerSocketChannel();
    }

    @Override
    public ServerSocketChannel openServerSocketChannel(ProtocolFamily family) throws IOException {
        return channels().openServerSocketChannel(family);
    }

    @Override
    public SocketChannel openSocketChannel() throws IOException {
        return channels().openSocketChannel();
    }

    @Override
    public SocketChannel openSocketChannel(ProtocolFamily family) throws IOException {
        return channels().openSocketChannel(family);
    }

    /**
     * The channel that this JVM inherited as its standard input, as the JDK finds it.
     *
     * @return the channel, or null if there is none
     * @throws IOException if the system refuses; or if the JVM runs with {@code -esa}, since the JDK asserts then that the provider is
     *     of a class of its own
     */
    @Override
    public Channel inheritedChannel() throws IOException {
        try {
            return underlying().inheritedChannel();
        } catch (AssertionError e) {
            throw new IOException(
                    "the inherited channel cannot be had with -esa: the JDK asserts that the selector provider is its own;"
                            + " add -da:sun.nio.ch.InheritedChannel",
                    e);
        }
    }

    /** Whatever can fail comes here and not in the constructor: whose failure would be told by the JDK, once, as its own. */
    private SelectorProvider channels() {
        SelectorProvider made = channels;
        if (made == null) {
            JdkInternals.require();
            made = makeChannels();
        }
        return made;
    }

    private synchronized SelectorProvider makeChannels() {
        if (channels == null) {
            channels = JdkChannels.with(this, choice);
        }
        return channels;
    }

    @Override
    public String toString() {
        return "selector provider over " + choice;
    }
}
