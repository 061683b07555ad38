package dev.vigil.poll;

import dev.vigil.contract.Fixture;
import dev.vigil.posix.RawFixtures;
import dev.vigil.raw.RawDatagrams;

/** Datagrams of raw descriptors on poll. */
class PollDatagramTest implements RawDatagrams {
    @Override
    public Fixture fixture() {
        return RawFixtures.of("poll");
    }
}
