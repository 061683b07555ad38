package dev.vigil.bench.proxy;

import java.nio.file.Path;
import java.util.List;

/** socat: a process for each connection, with buffers of 256 KiB. */
final class Socat implements Program {
    private static final int BUFFER = 1 << 18;

    @Override
    public String name() {
        return "socat";
    }

    @Override
    public List<String> command(Path executable, Path directory, int listen, int to) {
        return List.of(
                executable.toString(),
                "-b",
                Integer.toString(BUFFER),
                "TCP4-LISTEN:" + listen + ",bind=127.0.0.1,reuseaddr,fork,backlog=4096,nodelay",
                "TCP4:127.0.0.1:" + to + ",nodelay");
    }
}
