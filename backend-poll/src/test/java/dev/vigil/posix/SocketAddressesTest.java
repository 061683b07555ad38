package dev.vigil.posix;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Addresses of every kind, to the kernel and back. */
@ExtendWith(OpenDescriptors.class)
@SuppressWarnings("AddressSelection") // Literals of certain families are what these tests are about.
class SocketAddressesTest {
    private static final boolean LINUX = OperatingSystem.CURRENT == OperatingSystem.LINUX;

    @TempDir
    Path directory;

    /** Listens, connects, accepts, and asks all of them for their addresses; {@code expected} is what the listener tells. */
    private static void assertWorks(SocketAddress address, SocketAddress expected) throws IOException {
        int listener = Sockets.listen(address, 4, false);
        int client = -1;
        int server = -1;
        try {
            SocketAddress bound = Sockets.localAddress(listener);
            assertEquals(expected, bound);
            client = Sockets.connect(bound);
            server = Sockets.accept(listener);
            assertTrue(server >= 0, "accepted");
            assertEquals(expected, Sockets.localAddress(server));
            assertEquals(expected, Sockets.remoteAddress(client));
            assertEquals(Sockets.localAddress(client), Sockets.remoteAddress(server));
            assertEquals(UnixAddress.unnamed(), Sockets.localAddress(client));
        } finally {
            for (int fd : new int[] {listener, client, server}) {
                if (fd >= 0) {
                    Descriptors.close(fd);
                }
            }
        }
    }

    @Test
    void aPathIsListenedAtConnectedToAndTold() throws IOException {
        Path path = directory.resolve("s");
        assertWorks(UnixAddress.of(path), UnixAddress.of(path));
        Files.delete(path);
        assertWorks(UnixDomainSocketAddress.of(path), UnixAddress.of(path));
        assertEquals(path.toString(), UnixAddress.of(path).toString());
    }

    /** As long as {@code sun_path} is, without a zero at its end. */
    @Test
    void theLongestPathIsTakenAndALongerOneRefused() throws IOException {
        int most = LINUX ? 108 : 104;
        byte[] start = (directory + "/").getBytes(StandardCharsets.UTF_8);
        assumeTrue(start.length < most, "the temporary directory has a long name itself");
        for (int length = most - 2; length <= most; length++) {
            byte[] path = Arrays.copyOf(start, length);
            Arrays.fill(path, start.length, length, (byte) 'x');
            assertWorks(UnixAddress.ofPath(path), UnixAddress.ofPath(path));
        }
        UnixAddress longer = UnixAddress.ofPath("x".repeat(most + 1).getBytes(StandardCharsets.UTF_8));
        assertThrows(IllegalArgumentException.class, () -> Sockets.listen(longer, 1, false));
        assertThrows(IllegalArgumentException.class, () -> Sockets.connect(longer));
    }

    /** Bytes that are no text in any encoding, too. */
    @Test
    void aPathIsOfAnyBytes() throws IOException {
        byte[] start = (directory + "/").getBytes(StandardCharsets.UTF_8);
        byte[] umlauts = "räuber-жук".getBytes(StandardCharsets.UTF_8);
        byte[] path = Arrays.copyOf(start, start.length + umlauts.length + 2);
        System.arraycopy(umlauts, 0, path, start.length, umlauts.length);
        path[path.length - 2] = (byte) 0xff;
        path[path.length - 1] = (byte) 0xfe;
        assertWorks(UnixAddress.ofPath(path), UnixAddress.ofPath(path));
        assertArrayEquals(path, UnixAddress.ofPath(path).bytes());
        // No Path of the JDK's in every encoding.
        assertEquals(
                0,
                new ProcessBuilder("sh", "-c", "rm -f \"$0\"/*", directory.toString())
                        .start()
                        .onExit()
                        .join()
                        .exitValue());
    }

    @Test
    void anAbstractNameIsInNoFileSystem() throws IOException {
        assumeTrue(LINUX, "a speciality of Linux");
        String name = "vigil-ж-" + ProcessHandle.current().pid();
        assertWorks(UnixAddress.ofAbstract(name), UnixAddress.ofAbstract(name));
        byte[] bytes = new byte[107];
        Arrays.fill(bytes, (byte) 7);
        bytes[50] = 0;
        assertWorks(UnixAddress.ofAbstract(bytes), UnixAddress.ofAbstract(bytes));
        assertEquals("@" + name, UnixAddress.ofAbstract(name).toString());
        assertThrows(
                IllegalArgumentException.class, () -> Sockets.listen(UnixAddress.ofAbstract(new byte[108]), 1, false));
    }

    @Test
    void whoAsksForNoNameIsGivenOne() throws IOException {
        assumeTrue(LINUX, "a speciality of Linux");
        int listener = Sockets.listen(UnixAddress.unnamed(), 1, false);
        UnixAddress given = (UnixAddress) Sockets.localAddress(listener);
        assertTrue(given.isAbstract(), given::toString);
        Descriptors.close(Sockets.connect(given));
        Descriptors.close(listener);
    }

    @Test
    void theEndsOfAPairHaveNoName() throws IOException {
        try (SocketPair pair = Sockets.pair()) {
            assertEquals(UnixAddress.unnamed(), Sockets.localAddress(pair.first()));
            assertEquals(UnixAddress.unnamed(), Sockets.remoteAddress(pair.first()));
            assertTrue(UnixAddress.unnamed().isUnnamed());
        }
    }

    @Test
    void aVirtualMachineListens() throws IOException {
        int listener;
        try {
            listener = Sockets.listen(new VsockAddress(VsockAddress.ANY, VsockAddress.ANY), 1, false);
        } catch (IOException | UnsupportedOperationException e) {
            assumeTrue(false, "no sockets of virtual machines here: " + e);
            return;
        }
        VsockAddress bound = (VsockAddress) Sockets.localAddress(listener);
        assertEquals(VsockAddress.ANY, bound.context());
        assertNotEquals(VsockAddress.ANY, bound.port());
        assertThrows(ErrnoException.class, () -> Sockets.listen(bound, 1, false));
        Descriptors.close(listener);
    }

    @Test
    void theWildcardOfIpv4LeavesIpv6OutAndThatOfIpv6TakesBoth() throws IOException {
        InetAddress none = InetAddress.getByName("0.0.0.0");
        assertTrue(none instanceof Inet4Address);
        int four = Sockets.listen(new InetSocketAddress(none, 0), 4, false);
        int port = ((InetSocketAddress) Sockets.localAddress(four)).getPort();
        SocketChannel.open(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), port))
                .close();
        InetAddress loopback6 = InetAddress.getByName("::1");
        try {
            assertThrows(
                    IOException.class,
                    () -> SocketChannel.open(new InetSocketAddress(loopback6, port))
                            .close());
        } finally {
            Descriptors.close(four);
        }
        int both;
        try {
            both = Sockets.listen(new InetSocketAddress(Inet6Address.getByName("::"), 0), 4, false);
        } catch (IOException e) {
            assumeTrue(false, "no IPv6 here: " + e);
            return;
        }
        int second = ((InetSocketAddress) Sockets.localAddress(both)).getPort();
        SocketChannel.open(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), second))
                .close();
        Descriptors.close(both);
    }

    @Test
    void whatIsNoAddressHereIsRefused() {
        SocketAddress strange = new SocketAddress() {
            private static final long serialVersionUID = 1L;
        };
        assertThrows(UnsupportedOperationException.class, () -> Sockets.listen(strange, 1, false));
        assertThrows(UnsupportedOperationException.class, () -> Sockets.connect(strange));
        assertThrows(
                UnsupportedOperationException.class,
                () -> Sockets.listen(UnixAddress.of(directory.resolve("s")), 1, true));
        assertThrows(IllegalArgumentException.class, () -> UnixAddress.ofPath(new byte[0]));
        assertThrows(IllegalArgumentException.class, () -> UnixAddress.ofPath(new byte[] {'a', 0, 'b'}));
    }
}
