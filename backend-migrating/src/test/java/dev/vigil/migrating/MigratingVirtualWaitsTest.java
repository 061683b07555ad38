package dev.vigil.migrating;

import dev.vigil.waits.VirtualWaitsContract;

class MigratingVirtualWaitsTest extends VirtualWaitsContract {
    MigratingVirtualWaitsTest() {
        super("migrating");
    }
}
