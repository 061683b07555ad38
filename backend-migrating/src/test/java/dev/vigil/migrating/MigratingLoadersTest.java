package dev.vigil.migrating;

import dev.vigil.posix.LoadersContract;

class MigratingLoadersTest extends LoadersContract {
    MigratingLoadersTest() {
        super("migrating");
    }
}
