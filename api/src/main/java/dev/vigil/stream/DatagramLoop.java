package dev.vigil.stream;

/** The ports of a {@link StreamLoop}, and their part of its turn. Only for the loop's thread, but for the counters. */
final class DatagramLoop {
    final DatagramCounters counters = new DatagramCounters(null);
    private final StreamLoop home;
    private final StreamQueue<DatagramPort> ready = new StreamQueue<>(32);
    private final StreamQueue<DatagramPort> sending = new StreamQueue<>(64);
    private final DatagramBatch outgoing = new DatagramBatch();

    /** Null until something is received. */
    private DatagramBatch incoming;

    DatagramLoop(StreamLoop home) {
        this.home = home;
    }

    boolean isIdle() {
        return ready.isEmpty() && sending.isEmpty();
    }

    void willReceive(DatagramPort port) {
        ready.add(port);
        home.touch();
    }

    void willSend(DatagramPort port) {
        sending.add(port);
        home.touch();
    }

    /** Receives one batch for each that is ready, and tells their handlers. */
    void receive() {
        for (int left = ready.size(); left > 0 && home.isRunning(); left--) {
            if (incoming == null) {
                incoming = DatagramBatch.forReceiving();
            }
            ready.take().receive(incoming);
        }
    }

    /** Sends what waits. Tells nobody anything. */
    void sendOut() {
        while (!sending.isEmpty()) {
            DatagramPort port = sending.take();
            if (port.prepareSend()) {
                send(port);
            }
        }
    }

    void send(DatagramPort port) {
        port.send(outgoing);
    }
}
