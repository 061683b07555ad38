package dev.vigil.bench.proxy;

import dev.vigil.bench.run.Children;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** nginx's stream module in one worker, with the buffer that it comes with. */
final class Nginx implements Program {
    private static final String MODULE = "ngx_stream_module.so";
    private static final List<Path> DIRECTORIES = List.of(
            Path.of("/usr/lib/nginx/modules"),
            Path.of("/usr/lib64/nginx/modules"),
            Path.of("/usr/share/nginx/modules"),
            Path.of("/usr/local/libexec/nginx"));

    /** Two for each pair; the system's own limit may be lower. */
    private static final int CONNECTIONS = 16_000;

    @Override
    public String name() {
        return "nginx";
    }

    @Override
    public String problem(Path executable) {
        return module() != null || isBuiltIn(executable)
                ? null
                : "its stream module is not installed: no " + MODULE + " in " + DIRECTORIES;
    }

    private static Path module() {
        return DIRECTORIES.stream()
                .map(directory -> directory.resolve(MODULE))
                .filter(Files::isReadable)
                .findFirst()
                .orElse(null);
    }

    private static boolean isBuiltIn(Path executable) {
        try {
            Process asked = Children.start(new ProcessBuilder(executable.toString(), "-V").redirectErrorStream(true));
            String said = new String(asked.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            Children.end(asked);
            return List.of(said.split("\\s+", -1)).contains("--with-stream");
        } catch (IOException e) {
            return false;
        }
    }

    @Override
    public List<String> command(Path executable, Path directory, int listen, int to) throws IOException {
        Path file = Files.writeString(directory.resolve("nginx.conf"), configuration(module(), listen, to));
        return List.of(executable.toString(), "-p", directory.toString(), "-c", file.toString(), "-e", "stderr");
    }

    /** The worker without a master above it, so that there is one process to end; {@code module} may be null. */
    static String configuration(Path module, int listen, int to) {
        String load = module == null ? "" : "load_module " + module + ";\n";
        return load + """
                daemon off;
                master_process off;
                worker_processes 1;
                pid nginx.pid;
                error_log stderr error;
                events {
                    worker_connections %d;
                    use epoll;
                    multi_accept on;
                }
                stream {
                    server {
                        listen 127.0.0.1:%d backlog=4096;
                        proxy_pass 127.0.0.1:%d;
                        proxy_timeout 1h;
                        tcp_nodelay on;
                    }
                }
                """.formatted(CONNECTIONS, listen, to);
    }
}
