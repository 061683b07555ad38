package dev.vigil.waits;

class PollVirtualWaitsTest extends VirtualWaitsContract {
    PollVirtualWaitsTest() {
        super("poll");
    }
}
