package dev.vigil.migrating;

import dev.vigil.contract.Fixture;
import dev.vigil.stream.StreamContract;

/** Streams on migrating, with descriptors that move at every chance. */
class MigratingStreamTest implements StreamContract {
    @Override
    public Fixture fixture() {
        return Configurations.raw(Configurations.of("poll", "epoll").policy(Policies.EAGER));
    }
}
