package dev.vigil.epoll;

import dev.vigil.posix.LoadersContract;

class EpollLoadersTest extends LoadersContract {
    EpollLoadersTest() {
        super("epoll");
    }
}
