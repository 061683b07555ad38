package dev.vigil.bench.command;

import java.lang.reflect.Proxy;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * SIGINT and SIGTERM: the first one ends the program in order, however long that takes, a second one at once. {@code sun.misc.Signal} is
 * asked for by name, since the compiler warns of it; where there is none the JVM ends by the first one as ever.
 */
final class StopSignals {
    private static final int BY_SIGNAL = 128;

    private static final AtomicBoolean FIRST = new AtomicBoolean(true);

    private StopSignals() {}

    /** Has a second one end the program at once. Its shutdown hooks are run by the first. */
    static void secondEndsAtOnce() {
        for (String name : new String[] {"INT", "TERM"}) {
            try {
                handle(name);
            } catch (ReflectiveOperationException | RuntimeException e) {
                // Somebody else's, or nothing of the kind on this system: both signals end it as ever.
                return;
            }
        }
    }

    private static void handle(String name) throws ReflectiveOperationException {
        Class<?> signal = Class.forName("sun.misc.Signal");
        Class<?> handler = Class.forName("sun.misc.SignalHandler");
        Object stopping = Proxy.newProxyInstance(
                StopSignals.class.getClassLoader(), new Class<?>[] {handler}, (proxy, method, arguments) -> {
                    if (method.getName().equals("handle")) {
                        stop(BY_SIGNAL + (int) signal.getMethod("getNumber").invoke(arguments[0]));
                    }
                    return null;
                });
        signal.getMethod("handle", signal, handler)
                .invoke(null, signal.getConstructor(String.class).newInstance(name), stopping);
    }

    private static void stop(int status) {
        if (FIRST.getAndSet(false)) {
            new Thread(() -> System.exit(status), "stop").start();
        } else {
            Runtime.getRuntime().halt(status);
        }
    }
}
