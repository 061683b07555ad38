package dev.vigil.epoll;

import dev.vigil.waits.WaitsContract;

class EpollWaitsTest extends WaitsContract {
    EpollWaitsTest() {
        super("epoll");
    }
}
