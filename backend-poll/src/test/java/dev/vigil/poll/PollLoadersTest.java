package dev.vigil.poll;

import dev.vigil.posix.LoadersContract;

class PollLoadersTest extends LoadersContract {
    PollLoadersTest() {
        super("poll");
    }
}
