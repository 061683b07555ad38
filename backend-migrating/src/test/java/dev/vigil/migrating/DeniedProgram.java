package dev.vigil.migrating;

import dev.vigil.spi.Backends;
import java.util.List;

/**
 * What works where the system denies a call: sources, acceptors and relays on each backend, twice. Prints a line for each: that it
 * works, or what is said; and what is left open of the second time. Its argument is the call.
 */
final class DeniedProgram {
    private static final List<String> BACKENDS = List.of("nio", "poll", "epoll", "migrating");

    private DeniedProgram() {}

    public static void main(String[] arguments) throws Exception {
        Attempts attempts = new Attempts(arguments[0], "EPERM", "ENOSYS", "not permitted", "not implemented");
        System.out.println("begins");
        for (String backend : BACKENDS) {
            attempts.attempt(backend, "source", attempts::source);
            if (!backend.equals("nio")) {
                attempts.attempt(backend, "relay", attempts::relay);
                attempts.attempt(backend, "relay of channels", attempts::relayOfChannels);
                attempts.attempt(backend, "acceptor", attempts::acceptor);
            }
        }
        attempts.attempt(Backends.AUTO, "source", attempts::source);
        System.out.println("ends");
        System.exit(0);
    }
}
