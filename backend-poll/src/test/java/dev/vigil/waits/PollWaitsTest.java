package dev.vigil.waits;

class PollWaitsTest extends WaitsContract {
    PollWaitsTest() {
        super("poll");
    }
}
