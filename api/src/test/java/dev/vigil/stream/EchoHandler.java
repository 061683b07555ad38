package dev.vigil.stream;

import java.nio.ByteBuffer;

/** Sends back what comes. */
final class EchoHandler extends Told {
    @Override
    void take(Stream stream, ByteBuffer data) {
        stream.write(data);
    }
}
