package dev.vigil.bench.proxy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** HAProxy in TCP mode with one thread, and otherwise as it comes. */
final class Haproxy implements Program {
    @Override
    public String name() {
        return "haproxy";
    }

    @Override
    public List<String> command(Path executable, Path directory, int listen, int to) throws IOException {
        Path file = Files.writeString(directory.resolve("haproxy.cfg"), configuration(listen, to));
        // -db: in the foreground, without a master.
        return List.of(executable.toString(), "-db", "-f", file.toString());
    }

    static String configuration(int listen, int to) {
        return """
                global
                    nbthread 1
                defaults
                    mode tcp
                    timeout connect 10s
                    timeout client 1h
                    timeout server 1h
                frontend near
                    bind 127.0.0.1:%d
                    default_backend far
                backend far
                    server far 127.0.0.1:%d
                """.formatted(listen, to);
    }
}
