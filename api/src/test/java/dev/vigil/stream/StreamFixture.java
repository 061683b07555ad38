package dev.vigil.stream;

import dev.vigil.contract.Contract;
import dev.vigil.loop.EventLoop;
import dev.vigil.loop.EventLoopBuilder;
import dev.vigil.relay.RelayEnd;
import java.io.IOException;
import java.nio.channels.SelectableChannel;
import java.util.function.UnaryOperator;

/** What the tests of streams work with. */
public interface StreamFixture extends Contract {
    /** A builder of loops over the backend. */
    default EventLoopBuilder streamLoops() {
        return EventLoop.builder().name("streams").source(fixture().builder());
    }

    /** Makes ends of channels: those of the JDK, unless a backend's module has its own. */
    default RelayEnd streamEnd(SelectableChannel channel) throws IOException {
        return RelayEnd.of(channel);
    }

    /** How the system is called: as usual, unless a test has its own way. */
    default void carriers(StreamsBuilder builder) {}

    /** A loop with streams. */
    default StreamRig rig() throws IOException {
        return rig(settings -> settings);
    }

    /** A loop with streams of these settings. */
    default StreamRig rig(UnaryOperator<StreamsBuilder> settings) throws IOException {
        return new StreamRig(this, settings);
    }
}
