package dev.vigil.kqueue;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.vigil.EventSource;
import dev.vigil.Interest;
import dev.vigil.Readiness;
import dev.vigil.contract.ChannelKinds;
import dev.vigil.contract.Fixture;
import dev.vigil.contract.Polling;
import dev.vigil.contract.Recorder;
import java.io.IOException;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import org.junit.jupiter.api.Test;

/** The contract on poll with a kqueue nested in it, with moves at every opportunity. */
@NeedsCKqueue
class EagerPollKqueueContractTest implements KqueueContract {
    private final Fixture fixture = MigratingKqueues.eager("poll", "ckqueue");

    @Override
    public Fixture fixture() {
        return fixture;
    }

    /** Where it is watched by poll(2) the error is told, and where by a kqueue it is not. */
    @Override
    @Test
    public void anErrorThatComesBackForADatagramIsAnErrorOfWhatWasAskedFor() throws IOException {
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
            for (int i = 0; i < 3; i++) {
                assertEquals(1, source.poll(Polling.LIMIT));
                assertEquals(Readiness.READABLE_BIT, seen.last().bits() & ~Readiness.ERROR_BIT);
            }
        }
    }
}
