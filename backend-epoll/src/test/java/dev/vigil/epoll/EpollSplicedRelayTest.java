package dev.vigil.epoll;

import dev.vigil.contract.Fixture;
import dev.vigil.posix.RawFixtures;
import dev.vigil.raw.DescriptorEnd;
import dev.vigil.relay.RelayContract;
import dev.vigil.relay.RelayEnd;
import java.nio.channels.SelectableChannel;
import java.util.function.Function;

/** Relays on epoll between channels that are spliced. */
class EpollSplicedRelayTest implements RelayContract {
    @Override
    public Fixture fixture() {
        return RawFixtures.of("epoll");
    }

    @Override
    public Function<SelectableChannel, RelayEnd> ends() {
        return DescriptorEnd::of;
    }
}
