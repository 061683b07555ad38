package dev.vigil.posix;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vigil.contract.ForeignChannel;
import java.io.File;
import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.DatagramChannel;
import java.nio.channels.Pipe;
import java.nio.channels.SelectableChannel;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(OpenDescriptors.class)
@Timeout(300)
class ChannelDescriptorsTest {

    private static final String NATIVE_ACCESS = "--enable-native-access=ALL-UNNAMED";
    private static final String OPENED_ONLY = "-D" + ChannelDescriptors.OPENED_ONLY + "=true";

    @Test
    void everyChannelOfTheJdkIsUsableThroughItsDescriptor() throws IOException {
        ChannelProgram.checkAll();
        assertEquals("opened", ChannelDescriptors.way(), "these tests run with --add-opens");
    }

    @Test
    void aClosedChannelIsRefused() throws IOException {
        Pipe pipe = Pipe.open();
        List<SelectableChannel> channels = List.of(
                SocketChannel.open(), ServerSocketChannel.open(), DatagramChannel.open(), pipe.source(), pipe.sink());
        for (SelectableChannel channel : channels) {
            channel.close();
            assertThrows(ClosedChannelException.class, () -> ChannelDescriptors.of(channel));
        }
    }

    @Test
    void aChannelThatTellsItsDescriptorIsBelieved() throws IOException {
        try (TellingChannel channel = new TellingChannel()) {
            assertEquals(4711, ChannelDescriptors.of(channel));
        }
    }

    @Test
    void aForeignChannelIsToldWhatToDo() throws IOException {
        try (ForeignChannel channel = new ForeignChannel()) {
            IllegalArgumentException e =
                    assertThrows(IllegalArgumentException.class, () -> ChannelDescriptors.of(channel));
            assertEquals(
                    ForeignChannel.class.getName()
                            + ": not a channel of the JDK; implement dev.vigil.posix.HasDescriptor,"
                            + " or register its descriptor",
                    e.getMessage());
        }
    }

    @Test
    void withAddOpensThePackageIsUsedAndNothingIsPrinted() throws Exception {
        assertEquals(
                "opened", onClassPath(NATIVE_ACCESS, OPENED_ONLY, "--add-opens", "java.base/sun.nio.ch=ALL-UNNAMED"));
    }

    @Test
    void withoutAddOpensTheInternalWayIsUsedAndNothingIsPrinted() throws Exception {
        assertEquals("internal", onClassPath(NATIVE_ACCESS));
    }

    @Test
    void withoutAnyWayTheFlagAndTheBackendThatNeedsNoneAreNamed() throws Exception {
        assertEquals(
                "no descriptor for a sun.nio.ch.ServerSocketChannelImpl: java.base does not open sun.nio.ch and"
                        + " dev.vigil.channels.openedOnly is true; start java with --add-opens"
                        + " java.base/sun.nio.ch=ALL-UNNAMED, or choose the backend nio, which needs no flag",
                onClassPath(NATIVE_ACCESS, OPENED_ONLY));
    }

    @Test
    void onTheModulePathAllThreeHold() throws Exception {
        assertEquals("internal", onModulePath());
        assertEquals("opened", onModulePath(OPENED_ONLY, "--add-opens", "java.base/sun.nio.ch=dev.vigil.poll"));
        String refusal = onModulePath(OPENED_ONLY);
        assertTrue(refusal.contains("--add-opens java.base/sun.nio.ch=dev.vigil.poll"), refusal);
    }

    private static String onClassPath(String... flags) throws IOException, InterruptedException {
        List<String> all = new ArrayList<>(List.of(flags));
        all.addAll(List.of("-cp", System.getProperty("java.class.path"), ChannelProgram.class.getName()));
        return FreshJvm.run(all);
    }

    /** The module from the module path, its test classes patched in. */
    private static String onModulePath(String... flags) throws Exception {
        Path tests = Path.of(ChannelProgram.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toURI());
        // Tests of other modules have packages in common with them, and no module of their own.
        String modules = Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
                .filter(entry -> !entry.endsWith("test-classes") && !entry.endsWith("-tests.jar"))
                .collect(Collectors.joining(File.pathSeparator));
        List<String> all = new ArrayList<>(List.of(flags));
        all.addAll(List.of("--enable-native-access=org.jnrproject.jffi", "-p", modules));
        all.addAll(List.of("--patch-module", "dev.vigil.poll=" + tests));
        all.addAll(List.of("-m", "dev.vigil.poll/" + ChannelProgram.class.getName()));
        return FreshJvm.run(all);
    }

    private static final class TellingChannel extends ForeignChannel implements HasDescriptor {
        @Override
        public int fd() {
            return 4711;
        }
    }
}
