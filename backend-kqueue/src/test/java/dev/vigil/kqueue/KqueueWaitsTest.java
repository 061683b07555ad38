package dev.vigil.kqueue;

import dev.vigil.waits.WaitsContract;

/** Waiting parked on the kqueue made for the tests. */
@NeedsCKqueue
class KqueueWaitsTest extends WaitsContract {
    KqueueWaitsTest() {
        super(CKqueue.backend(KeventLayout.CLASSIC));
    }
}
