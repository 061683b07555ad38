import dev.vigil.EventSource;
import dev.vigil.Interest;
import dev.vigil.posix.Descriptors;
import dev.vigil.posix.Timers;
import java.io.IOException;
import java.time.Duration;
import sun.misc.Signal;

/**
 * Ticks by a timerfd(2), and ends in order when it is told to (SIGTERM): both are descriptors, and come to one thread. A signalfd(2) would
 * need the signal blocked in every thread, and a JVM has started some before the first line here: so the JDK's handler
 * adds to an eventfd(2), which is as good.
 */
class TimerAndSignal {
    private static boolean running = true;
    private static long ticks;

    public static void main(String[] arguments) throws IOException {
        int timer = Timers.open();
        int told = Descriptors.eventFd(0);
        Signal.handle(new Signal("TERM"), signal -> tell(told));
        try (EventSource source = EventSource.open()) {
            source.register(timer, Interest.READ, (registration, ready) -> {
                // More than one if the handler was late.
                ticks += Descriptors.takeCounter(timer);
                System.out.println("tick");
            });
            source.register(told, Interest.READ, (registration, ready) -> {
                Descriptors.takeCounter(told);
                running = false;
            });
            Timers.start(timer, Duration.ofMillis(100), Duration.ofMillis(100));
            while (running) {
                source.poll();
            }
        }
        Descriptors.close(timer);
        Descriptors.close(told);
        System.out.println(ticks > 0 ? "ended in order" : "ended before the first tick");
    }

    private static void tell(int fd) {
        try {
            Descriptors.addToCounter(fd, 1);
        } catch (IOException e) {
            System.err.println("cannot tell of the signal: " + e);
        }
    }
}
