package dev.vigil.epoll;

import dev.vigil.waits.VirtualWaitsContract;

class EpollVirtualWaitsTest extends VirtualWaitsContract {
    EpollVirtualWaitsTest() {
        super("epoll");
    }
}
