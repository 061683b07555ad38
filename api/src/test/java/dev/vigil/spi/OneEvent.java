package dev.vigil.spi;

import dev.vigil.EventSource;
import dev.vigil.Interest;
import dev.vigil.Readiness;
import java.io.IOException;

/** Delivers one event, in a JVM of its own. */
final class OneEvent {
    private static final int FD = 5;

    private OneEvent() {}

    public static void main(String[] arguments) throws IOException {
        System.out.println(ModuleLayer.boot().findModule("jdk.jfr").isPresent() ? "a recorder" : "no recorder");
        ScriptedMechanism mechanism = new ScriptedMechanism();
        try (EventSource source = mechanism.open()) {
            source.register(FD, Interest.READ, (registration, ready) -> {});
            mechanism.then((batch, nanos) -> batch.add(mechanism.words.get(FD), Readiness.READABLE_BIT));
            System.out.println(source.pollNow() + " event");
        }
    }
}
