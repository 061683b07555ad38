package dev.vigil.posix;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Messages with addresses, many at once and one by one. */
@ExtendWith(OpenDescriptors.class)
class MessageVectorTest {
    private static final InetSocketAddress ANY = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);

    private static void placeAll(MessageVector vector, int room) {
        for (int i = 0; i < vector.step(); i++) {
            vector.place(i, ByteBuffer.allocateDirect(room));
        }
    }

    private static ByteBuffer message(int length) {
        ByteBuffer message = ByteBuffer.allocateDirect(length + 3).position(3);
        for (int i = 0; i < length; i++) {
            message.put(3 + i, (byte) (length + i));
        }
        return message;
    }

    /** Sends messages of the lengths 0, 1, 2 and so on; returns how many were taken. */
    private static int send(MessageVector vector, int fd, SocketAddress to, int count) throws IOException {
        int first = 0;
        while (first < count) {
            int asked = Math.min(vector.step(), count - first);
            for (int i = 0; i < asked; i++) {
                vector.place(i, message(first + i));
                vector.address(i, to);
            }
            int gone = vector.send(fd, asked);
            if (gone == 0) {
                break;
            }
            first += gone;
        }
        return first;
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void messagesCarryTheirLengthsAndAddresses(boolean many) throws IOException {
        int one = Sockets.datagram(ANY);
        int two = Sockets.datagram(ANY);
        MessageVector sending = MessageVector.of(one, many);
        MessageVector receiving = MessageVector.of(two, many);
        assertEquals(many ? MessageVector.MOST : 1, receiving.step());
        assertEquals(20, send(sending, one, Sockets.localAddress(two), 20));
        ByteBuffer[] places = new ByteBuffer[receiving.step()];
        for (int next = 0; next < 20; ) {
            for (int i = 0; i < places.length; i++) {
                places[i] = ByteBuffer.allocateDirect(100).position(5);
                receiving.place(i, places[i]);
            }
            int got = receiving.receive(two, places.length);
            assertTrue(got > 0);
            for (int i = 0; i < got; i++, next++) {
                assertEquals(next, receiving.length(i));
                assertEquals(Sockets.localAddress(one), receiving.from(i));
                assertFalse(receiving.isCut(i));
                assertEquals(message(next), places[i].limit(5 + next));
            }
        }
        placeAll(receiving, 10);
        assertEquals(0, receiving.receive(two, receiving.step()));
        assertFalse(receiving.hasEnded(two));
        Descriptors.close(one);
        Descriptors.close(two);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aFullPeerTakesNoMoreAndAGoneOneIsAnError(boolean many) throws IOException {
        SocketPair pair = MessageSockets.UNIX_DATAGRAM.open();
        MessageVector vector = MessageVector.of(pair.first(), many);
        int taken = send(vector, pair.first(), null, 1000);
        assertTrue(taken > 0 && taken < 1000, "taken: " + taken);
        MessageVector receiving = MessageVector.of(pair.second(), many);
        placeAll(receiving, 2000);
        receiving.receive(pair.second(), 1);
        assertEquals(0, receiving.length(0));
        assertNull(receiving.from(0), "it has no name");
        assertFalse(receiving.hasEnded(pair.second()), "it was empty");
        Descriptors.close(pair.second());
        assertThrows(ErrnoException.class, () -> send(vector, pair.first(), null, 1));
        Descriptors.close(pair.first());
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aSocketThatWasShutHasEnded(boolean many) throws IOException {
        for (MessageSockets kind : new MessageSockets[] {MessageSockets.UDP, MessageSockets.UNIX_DATAGRAM}) {
            SocketPair pair = kind.open();
            int receiver = pair.second();
            if (kind == MessageSockets.UDP) {
                Sockets.connect(receiver, Sockets.localAddress(pair.first()));
            }
            MessageVector vector = MessageVector.of(receiver, many);
            placeAll(vector, 10);
            assertEquals(0, vector.receive(receiver, vector.step()));
            Sockets.shutdownInput(receiver);
            assertEquals(0, vector.receive(receiver, vector.step()));
            assertTrue(vector.hasEnded(receiver), kind.toString());
            Descriptors.close(pair.first());
            Descriptors.close(receiver);
        }
    }

    @Test
    void whatHasNoRoomIsCut() throws IOException {
        SocketPair pair = MessageSockets.UNIX_DATAGRAM.open();
        MessageVector vector = MessageVector.of(pair.first());
        send(vector, pair.first(), null, 3);
        MessageVector receiving = MessageVector.of(pair.second());
        placeAll(receiving, 1);
        assertEquals(3, receiving.receive(pair.second(), receiving.step()));
        assertFalse(receiving.isCut(0));
        assertFalse(receiving.isCut(1));
        assertTrue(receiving.isCut(2));
        Descriptors.close(pair.first());
        Descriptors.close(pair.second());
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aSocketOfIpv6AnswersOneOfIpv4(boolean many) throws IOException {
        int six = Sockets.datagram(new InetSocketAddress(InetAddress.getByName("::"), 0));
        int four = Sockets.datagram(ANY);
        InetSocketAddress there = new InetSocketAddress(
                InetAddress.getLoopbackAddress(), ((InetSocketAddress) Sockets.localAddress(six)).getPort());
        send(MessageVector.of(four, many), four, there, 1);
        MessageVector vector = MessageVector.of(six, many);
        placeAll(vector, 10);
        assertEquals(1, vector.receive(six, 1));
        SocketAddress from = vector.from(0);
        assertEquals(Sockets.localAddress(four), from);
        for (int i = 0; i < 2; i++) {
            // Once made, and once kept.
            assertEquals(1, send(vector, six, from, 1));
            MessageVector back = MessageVector.of(four, many);
            placeAll(back, 10);
            assertEquals(1, back.receive(four, 1));
            assertEquals(there, back.from(0));
        }
        Descriptors.close(six);
        Descriptors.close(four);
    }

    @Test
    void addressesOfTheSameHostInTwoScopesAreTwo() throws IOException {
        byte[] host = new byte[16];
        host[0] = (byte) 0xFE;
        host[1] = (byte) 0x80;
        host[15] = 1;
        AddressCache cache = new AddressCache();
        ByteBuffer block = ByteBuffer.allocate(SocketAddresses.SIZE).order(ByteOrder.nativeOrder());
        for (int scope : new int[] {1, 2, 1}) {
            InetSocketAddress address = new InetSocketAddress(Inet6Address.getByAddress(null, host, scope), 5);
            int length = cache.encode(address, true, block);
            InetSocketAddress read = (InetSocketAddress) cache.decode(block, length);
            assertEquals(scope, ((Inet6Address) read.getAddress()).getScopeId());
        }
    }

    @Test
    void whatPassesNoDatagramsIsRefused() throws IOException {
        try (PipeEnds pipe = Descriptors.pipe()) {
            assertThrows(IllegalArgumentException.class, () -> MessageVector.of(pipe.readEnd()));
        }
        SocketPair stream = Sockets.pair();
        assertThrows(IllegalArgumentException.class, () -> MessageVector.of(stream.first()));
        Descriptors.close(stream.first());
        Descriptors.close(stream.second());
        SocketPair packets = MessageSockets.SEQPACKET.open();
        assertThrows(IllegalArgumentException.class, () -> MessageVector.of(packets.first()));
        Descriptors.close(packets.first());
        Descriptors.close(packets.second());
        assertThrows(ErrnoException.class, () -> MessageVector.of(-1));
        assertThrows(ErrnoException.class, () -> MessageVector.of(packets.first()));
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void messagesOfManyPeersAllocateNothing(boolean many) throws IOException {
        ThreadMXBean memory = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        int server = Sockets.datagram(ANY);
        SocketAddress there = Sockets.localAddress(server);
        int[] clients = new int[10];
        MessageVector[] vectors = new MessageVector[clients.length];
        for (int i = 0; i < clients.length; i++) {
            clients[i] = Sockets.datagram(ANY);
            vectors[i] = MessageVector.of(clients[i], many);
            placeAll(vectors[i], 10);
        }
        MessageVector vector = MessageVector.of(server, many);
        placeAll(vector, 10);
        int messages = 2000;
        long allocated = Long.MAX_VALUE;
        // Addresses may meet in a place, and are made again then: so many at most for ten of them in 256 places.
        for (int round = 0; round < 20 && allocated > messages; round++) {
            long begin = memory.getCurrentThreadAllocatedBytes();
            for (int i = 0; i < messages; i++) {
                int client = i % 2;
                vectors[client].address(0, there);
                vectors[client].send(clients[client], 1);
                if (vector.receive(server, 1) == 1) {
                    vector.address(0, vector.from(0));
                    vector.send(server, 1);
                    vectors[client].receive(clients[client], 1);
                }
            }
            allocated = memory.getCurrentThreadAllocatedBytes() - begin;
        }
        assertTrue(allocated <= messages, "bytes for " + messages + " messages: " + allocated);
        for (int client : clients) {
            Descriptors.close(client);
        }
        Descriptors.close(server);
    }
}
