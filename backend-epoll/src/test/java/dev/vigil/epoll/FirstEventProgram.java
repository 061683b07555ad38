package dev.vigil.epoll;

import dev.vigil.EventHandler;
import dev.vigil.EventSource;
import dev.vigil.Interest;
import dev.vigil.Readiness;
import dev.vigil.Registration;
import dev.vigil.posix.Descriptors;
import dev.vigil.posix.PipeEnds;
import java.nio.ByteBuffer;

/** Handles one event of the backend that is its argument, or of the one that priority chooses, and makes no function objects. */
final class FirstEventProgram implements EventHandler {
    private FirstEventProgram() {}

    public static void main(String[] arguments) throws Exception {
        PipeEnds pipe = Descriptors.pipe();
        EventSource source = arguments.length == 0 ? EventSource.open() : EventSource.open(arguments[0]);
        source.register(pipe.readEnd(), Interest.READ, new FirstEventProgram());
        Descriptors.write(pipe.writeEnd(), ByteBuffer.allocateDirect(1));
        source.poll();
    }

    @Override
    public void onReady(Registration registration, Readiness ready) {
        System.out.println(ready);
    }
}
