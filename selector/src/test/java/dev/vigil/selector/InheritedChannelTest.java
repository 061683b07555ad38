package dev.vigil.selector;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.vigil.contract.ChildJvm;
import dev.vigil.posix.ChannelDescriptors;
import dev.vigil.posix.Descriptors;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.spi.SelectorProvider;
import org.junit.jupiter.api.Test;

/** A server that was started with its listener as standard input, by inetd or systemd. */
class InheritedChannelTest {
    private static ChildJvm jvm(String... options) {
        return ChildJvm.withTestClassPath()
                .options(
                        "--enable-native-access=ALL-UNNAMED",
                        "--add-exports=java.base/sun.nio.ch=ALL-UNNAMED",
                        "-Djava.nio.channels.spi.SelectorProvider=dev.vigil.selector.VigilSelectorProvider",
                        "-Ddev.vigil.backend=poll")
                .options(options);
    }

    private static void assertSelected(ChildJvm.Ended ended) {
        ended.assertClean();
        assertEquals("selector over poll, 1 keys\n", ended.out());
    }

    @Test
    void itIsServedByTheBackend() throws Exception {
        Over.backend("poll");
        assertSelected(jvm().run(Program.class));
    }

    @Test
    void withSystemAssertionsTheFlagIsNamedAndHelps() throws Exception {
        Over.backend("poll");
        ChildJvm.Ended ended = jvm("-esa").run(Program.class);
        assertEquals("IOException, -da:sun.nio.ch.InheritedChannel named: true\n", ended.out(), ended::err);
        assertSelected(jvm("-esa", "-da:sun.nio.ch.InheritedChannel").run(Program.class));
    }

    /** Makes a listener its own standard input, takes that, and selects on it. */
    static final class Program {
        private Program() {}

        public static void main(String[] arguments) throws IOException {
            try (ServerSocketChannel listener = ServerSocketChannel.open()) {
                listener.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
                Descriptors.duplicateTo(ChannelDescriptors.of(listener), 0);
            }
            try (ServerSocketChannel inherited = (ServerSocketChannel) System.inheritedChannel();
                    Selector selector = SelectorProvider.provider().openSelector()) {
                inherited.configureBlocking(false);
                inherited.register(selector, SelectionKey.OP_ACCEPT);
                selector.selectNow();
                System.out.println(selector);
            } catch (IOException e) {
                System.out.println("IOException, -da:sun.nio.ch.InheritedChannel named: "
                        + e.getMessage().contains("-da:sun.nio.ch.InheritedChannel"));
            }
        }
    }
}
