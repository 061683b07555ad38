package dev.vigil.migrating;

import dev.vigil.waits.WaitsContract;

class MigratingWaitsTest extends WaitsContract {
    MigratingWaitsTest() {
        super("migrating");
    }
}
