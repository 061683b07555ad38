package dev.vigil.posix;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ReadOnlyBufferException;
import java.nio.channels.ClosedChannelException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Messages, empty ones among them, and what is an end. */
@ExtendWith(OpenDescriptors.class)
class MessagesTest {

    @ParameterizedTest
    @EnumSource
    void anEmptyMessageIsNoEndToARead(MessageSockets kind) throws IOException {
        try (SocketPair pair = kind.open()) {
            ByteBuffer target = ByteBuffer.allocate(2_000);
            for (int i = 0; i < 8; i++) {
                assertTrue(Messages.send(pair.first(), ByteBuffer.allocate(i == 1 ? 0 : 128)));
                int count = Descriptors.read(pair.second(), target);
                assertEquals(i == 1 ? 0 : 128, count);
            }
            assertEquals(7 * 128, target.position());
            assertEquals(0, Descriptors.read(pair.second(), target), "nothing there now");
        }
    }

    @ParameterizedTest
    @EnumSource
    void anEmptyMessageIsToldFromNone(MessageSockets kind) throws IOException {
        try (SocketPair pair = kind.open()) {
            ByteBuffer target = ByteBuffer.allocateDirect(10);
            assertEquals(Messages.NOTHING, Messages.receive(pair.second(), target));
            assertTrue(Messages.send(pair.first(), ByteBuffer.allocate(0)));
            assertTrue(Messages.send(pair.first(), ByteBuffer.allocate(3)));
            assertEquals(0, Messages.receive(pair.second(), target));
            assertEquals(3, Messages.receive(pair.second(), target));
            assertEquals(Messages.NOTHING, Messages.receive(pair.second(), target));
            assertEquals(3, target.position());
        }
    }

    @ParameterizedTest
    @EnumSource
    void aWriteOfNothingIsAnEmptyMessage(MessageSockets kind) throws IOException {
        try (SocketPair pair = kind.open()) {
            assertEquals(0, Descriptors.write(pair.first(), ByteBuffer.allocate(0)));
            assertEquals(0, Descriptors.write(pair.first(), ByteBuffer.allocateDirect(0)));
            ByteBuffer target = ByteBuffer.allocate(10);
            assertEquals(0, Messages.receive(pair.second(), target));
            assertEquals(0, Messages.receive(pair.second(), target));
            assertEquals(Messages.NOTHING, Messages.receive(pair.second(), target));
        }
    }

    @Test
    void whatAPeerSentBeforeItHungUpComesBeforeTheEndEmptyMessagesOrNot() throws IOException {
        SocketPair pair = MessageSockets.SEQPACKET.open();
        try {
            for (int size : new int[] {5, 0, 0, 6, 0, 7}) {
                assertTrue(Messages.send(pair.first(), ByteBuffer.allocate(size)));
            }
            Descriptors.close(pair.first());
            ByteBuffer target = ByteBuffer.allocate(100);
            for (int size : new int[] {5, 0, 0, 6, 0, 7}) {
                assertEquals(size, Messages.receive(pair.second(), target));
            }
            assertEquals(Messages.END, Messages.receive(pair.second(), target));
            assertEquals(-1, Descriptors.read(pair.second(), target));
            assertEquals(18, target.position());
        } finally {
            Descriptors.close(pair.second());
        }
    }

    /** As {@link Messages#END} has it. */
    @Test
    void emptyMessagesThatComeLastBeforeAHangUpAreTheEnd() throws IOException {
        SocketPair pair = MessageSockets.SEQPACKET.open();
        try {
            Messages.send(pair.first(), ByteBuffer.allocate(2));
            Messages.send(pair.first(), ByteBuffer.allocate(0));
            Descriptors.close(pair.first());
            ByteBuffer target = ByteBuffer.allocate(100);
            assertEquals(2, Descriptors.read(pair.second(), target));
            assertEquals(-1, Descriptors.read(pair.second(), target));
        } finally {
            Descriptors.close(pair.second());
        }
    }

    @Test
    void aMessageForWhichThereIsNoRoomIsNotSent() throws IOException {
        try (SocketPair pair = MessageSockets.UNIX_DATAGRAM.open()) {
            ByteBuffer message = ByteBuffer.allocateDirect(1_000);
            int sent = 0;
            while (Messages.send(pair.first(), message.clear())) {
                sent++;
            }
            assertEquals(0, message.position());
            assertFalse(Messages.send(pair.first(), ByteBuffer.allocate(0)));
            assertEquals(0, Descriptors.write(pair.first(), ByteBuffer.allocate(0)));
            for (int i = 0; i < sent; i++) {
                assertEquals(1_000, Messages.receive(pair.second(), message.clear()));
            }
            assertEquals(Messages.NOTHING, Messages.receive(pair.second(), message.clear()));
        }
    }

    @Test
    void aMessageIsCutOffByABufferThatIsTooSmall() throws IOException {
        try (SocketPair pair = MessageSockets.SEQPACKET.open()) {
            Messages.send(pair.first(), ByteBuffer.wrap(new byte[] {1, 2, 3}));
            Messages.send(pair.first(), ByteBuffer.wrap(new byte[] {4}));
            ByteBuffer target = ByteBuffer.allocate(2);
            assertEquals(2, Messages.receive(pair.second(), target));
            assertEquals(1, Messages.receive(pair.second(), target.clear()));
            assertEquals(4, target.get(0));
        }
    }

    @Test
    void whatPassesNoMessagesIsRefused() throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(1);
        try (PipeEnds pipe = Descriptors.pipe();
                SocketPair stream = Sockets.pair();
                SocketPair messages = MessageSockets.SEQPACKET.open()) {
            for (int fd : new int[] {pipe.readEnd(), stream.first()}) {
                assertThrows(IllegalArgumentException.class, () -> Messages.receive(fd, buffer));
                assertThrows(IllegalArgumentException.class, () -> Messages.send(fd, buffer));
            }
            int receiver = messages.second();
            assertThrows(IllegalArgumentException.class, () -> Messages.receive(receiver, ByteBuffer.allocate(0)));
            assertThrows(ReadOnlyBufferException.class, () -> Messages.receive(receiver, buffer.asReadOnlyBuffer()));
        }
    }

    @Test
    void aChannelPassesMessagesToo() throws IOException {
        SocketPair pair = MessageSockets.SEQPACKET.open();
        FdChannel sender = FdChannel.owning(pair.first());
        try (FdChannel receiver = FdChannel.owning(pair.second())) {
            ByteBuffer target = ByteBuffer.allocate(10);
            assertEquals(Messages.NOTHING, receiver.receive(target));
            assertTrue(sender.send(ByteBuffer.allocate(0)));
            assertEquals(0, receiver.receive(target));
            assertEquals(0, sender.write(ByteBuffer.allocate(0)));
            assertEquals(0, receiver.read(target));
            sender.close();
            assertEquals(Messages.END, receiver.receive(target));
            assertEquals(-1, receiver.read(target));
            assertThrows(ClosedChannelException.class, () -> sender.send(target));
        }
    }

    @Test
    void aWriteOfNothingToAStreamSendsNothing() throws IOException {
        try (PipeEnds pipe = Descriptors.pipe();
                SocketPair stream = Sockets.pair()) {
            assertEquals(0, Descriptors.write(pipe.writeEnd(), ByteBuffer.allocate(0)));
            assertEquals(0, Descriptors.write(stream.first(), ByteBuffer.allocate(0)));
            assertEquals(0, Descriptors.read(stream.second(), ByteBuffer.allocate(1)));
        }
    }

    @Test
    void aDatagramSocketWhoseReadingIsShutIsAtItsEnd() throws IOException {
        try (SocketPair pair = MessageSockets.UNIX_DATAGRAM.open()) {
            Sockets.shutdownInput(pair.second());
            ByteBuffer target = ByteBuffer.allocate(1);
            int count = Descriptors.read(pair.second(), target);
            // Non-blocking, Linux answers EAGAIN here; what it never is is a message.
            assertTrue(count == 0 || count == -1, "read " + count);
            assertTrue(Messages.receive(pair.second(), target) < 0);
        }
    }
}
