package dev.vigil.kqueue;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.vigil.EventSource;
import dev.vigil.Interest;
import dev.vigil.Readiness;
import dev.vigil.contract.ChannelKinds;
import dev.vigil.contract.EventSourceContract;
import dev.vigil.contract.Polling;
import dev.vigil.contract.Recorder;
import java.io.IOException;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** The contract, but for what every kqueue tells otherwise: each exception is a test of what it tells instead. */
interface KqueueContract extends EventSourceContract {
    /** A pending error without EV_EOF is not told: the direction is ready, and read() has the error. */
    @Override
    @Test
    default void anErrorThatComesBackForADatagramIsAnErrorOfWhatWasAskedFor() throws IOException {
        SocketAddress nobody;
        try (DatagramChannel gone = DatagramChannel.open().bind(ChannelKinds.anyPort())) {
            nobody = gone.getLocalAddress();
        }
        try (DatagramChannel near = DatagramChannel.open().connect(nobody);
                EventSource source = open()) {
            near.configureBlocking(false);
            near.write(ByteBuffer.allocate(1));
            Recorder seen = new Recorder();
            source.register(near, Interest.READ, seen);
            Polling.untilSettled(source, seen, Readiness.READABLE_BIT);
        }
    }

    /** No system with a kqueue has such files, and where one stands on Linux, it goes by the mode. */
    @Override
    @Test
    default void aFileOfTheKernelThatTellsOfItsChangesIsTaken() throws IOException {
        Path mounts = Path.of("/proc/self/mounts");
        assumeTrue(Files.isReadable(mounts), "needs Linux with procfs");
        int fd = fixture().raw().open(mounts);
        try (EventSource source = open()) {
            assertThrows(IllegalArgumentException.class, () -> source.register(fd, Interest.READ, new Recorder()));
        } finally {
            fixture().raw().close(fd);
        }
    }

    /** It starts a JVM, which finds the library that is named, and not the kqueue that this class is about. */
    @Override
    @Test
    default void withoutADescriptorLeftOpeningFailsClearlyAndLeaksNothing() throws Exception {
        assumeTrue(KqueueChoice.named() == null, "another library is named for this run");
        EventSourceContract.super.withoutADescriptorLeftOpeningFailsClearlyAndLeaksNothing();
    }

    /** EVFILT_READ and EVFILT_WRITE hold for a stream socket from when it is connected. */
    @Override
    @Test
    default void aSocketThatWasNeverConnectedIsHungUp() throws IOException {
        try (SocketChannel near = SocketChannel.open();
                EventSource source = open()) {
            near.configureBlocking(false);
            source.register(near, Interest.READ.and(Interest.WRITE), new Recorder());
            Polling.assertSilent(source);
        }
    }
}
