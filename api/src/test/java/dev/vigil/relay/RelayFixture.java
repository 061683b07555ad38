package dev.vigil.relay;

import dev.vigil.contract.Contract;
import dev.vigil.loop.EventLoop;
import dev.vigil.loop.EventLoopBuilder;
import java.nio.channels.SelectableChannel;
import java.util.function.Function;

/** What the tests of relays work with. */
public interface RelayFixture extends Contract {
    /** A builder of loops over the backend. */
    default EventLoopBuilder relayLoops() {
        return EventLoop.builder().name("relay").source(fixture().builder());
    }

    /** Makes ends of channels: those of the JDK, unless a backend's module has its own. */
    default Function<SelectableChannel, RelayEnd> ends() {
        return RelayEnd::of;
    }
}
