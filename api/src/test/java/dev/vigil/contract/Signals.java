package dev.vigil.contract;

import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Signals that reach one thread of this process, while it is open. {@code sun.misc.Signal} is asked for by name, since the
 * compiler warns of it.
 */
final class Signals implements AutoCloseable {
    private static final Path SELF = Path.of("/proc/thread-self");

    private final String name;
    private final Object previous;
    private final AtomicLong count = new AtomicLong();

    private Signals(String name) throws ReflectiveOperationException {
        this.name = name;
        Class<?> handler = Class.forName("sun.misc.SignalHandler");
        Object counting = Proxy.newProxyInstance(
                Signals.class.getClassLoader(), new Class<?>[] {handler}, (proxy, method, arguments) -> {
                    count.incrementAndGet();
                    return null;
                });
        previous = install(name, counting);
    }

    private static Object install(String name, Object handler) throws ReflectiveOperationException {
        Class<?> signal = Class.forName("sun.misc.Signal");
        try {
            return signal.getMethod("handle", signal, Class.forName("sun.misc.SignalHandler"))
                    .invoke(null, signal.getConstructor(String.class).newInstance(name), handler);
        } catch (InvocationTargetException e) {
            throw new AssertionError("cannot handle signal " + name, e.getCause());
        }
    }

    /** Whether this system tells a thread its number. */
    static boolean areTold() {
        return Files.isSymbolicLink(SELF) && Files.isExecutable(Path.of("/bin/sh"));
    }

    /** Handles a signal, so that it interrupts system calls: one that is ignored does not. */
    static Signals handle(String name) throws ReflectiveOperationException {
        return new Signals(name);
    }

    /** How many came. */
    long count() {
        return count.get();
    }

    /**
     * Starts to send the signal to the calling thread, until the process that does so is destroyed. The kernel prefers the
     * thread whose number kill(2) was given.
     */
    Process storm() throws IOException {
        String thread = SELF.toRealPath().getFileName().toString();
        return new ProcessBuilder("/bin/sh", "-c", "while kill -" + name + " " + thread + "; do :; done").start();
    }

    /** Stops and continues this process some times. Not to be destroyed: it could leave this process stopped. */
    static Process stopAndContinue(int times) throws IOException {
        long process = ProcessHandle.current().pid();
        String once = "kill -STOP " + process + "; kill -CONT " + process;
        return new ProcessBuilder(
                        "/bin/sh", "-c", "i=0; while [ $i -lt " + times + " ]; do " + once + "; i=$((i+1)); done")
                .start();
    }

    @Override
    public void close() throws ReflectiveOperationException {
        install(name, previous);
    }
}
