package dev.vigil.migrating;

import dev.vigil.contract.Fixture;
import dev.vigil.raw.RawDatagrams;

/** Datagrams of raw descriptors on migrating. */
class MigratingDatagramTest implements RawDatagrams {
    @Override
    public Fixture fixture() {
        return Configurations.raw(Configurations.of("poll", "epoll").policy(Policies.EAGER));
    }
}
