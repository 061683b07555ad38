package dev.vigil.epoll;

import dev.vigil.contract.Fixture;
import dev.vigil.loop.RelayEnd;
import dev.vigil.loop.RelayTroubleContract;
import dev.vigil.posix.DescriptorEnd;
import dev.vigil.posix.RawFixtures;
import java.nio.channels.SelectableChannel;
import java.util.function.Function;

/** Relays on epoll between channels that are spliced. */
class EpollSplicedRelayTest implements RelayTroubleContract {
    @Override
    public Fixture fixture() {
        return RawFixtures.of("epoll");
    }

    @Override
    public Function<SelectableChannel, RelayEnd> ends() {
        return DescriptorEnd::of;
    }
}
