package dev.vigil.bench.herd;

import dev.vigil.bench.contender.JavaCommands;
import dev.vigil.bench.run.Children;
import dev.vigil.posix.Descriptors;
import dev.vigil.posix.Sockets;
import java.io.BufferedReader;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Waiters in processes that inherit the listener as descriptor 0, which it is in this process too from now on. They count in a
 * file that all have mapped.
 */
final class HerdProcesses implements Site {
    private static final int BACKLOG = 1024;
    private static final int STANDARD_INPUT = 0;

    private final InetSocketAddress address;
    private final Path file;
    private final Tallies tallies;
    private final List<Process> children = new ArrayList<>();

    HerdProcesses(Setting setting) throws IOException {
        int listener = Sockets.listen(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), BACKLOG, false);
        try {
            address = (InetSocketAddress) Sockets.localAddress(listener);
            Descriptors.duplicateTo(listener, STANDARD_INPUT);
        } finally {
            Descriptors.close(listener);
        }
        file = Files.createTempFile("vigil-herd", ".tallies");
        try {
            tallies = Tallies.in(file, setting.allWaiters());
            for (int i = 0; i < setting.processes(); i++) {
                children.add(start(setting, i * setting.waiters()));
            }
            for (Process child : children) {
                awaitReady(child);
            }
        } catch (Throwable e) {
            close();
            throw e;
        }
    }

    private Process start(Setting setting, int first) throws IOException {
        List<String> arguments = new ArrayList<>(setting.arguments());
        arguments.add(file.toString());
        arguments.add(Integer.toString(first));
        return Children.start(new ProcessBuilder(JavaCommands.of(HerdChild.class, arguments.toArray(String[]::new)))
                .redirectInput(Redirect.INHERIT)
                .redirectError(Redirect.INHERIT));
    }

    private static void awaitReady(Process child) throws IOException {
        BufferedReader reader = child.inputReader(StandardCharsets.US_ASCII);
        if (!HerdChild.READY.equals(reader.readLine())) {
            throw new IOException("child " + child.pid() + " ended before it was ready; see its standard error");
        }
    }

    @Override
    public InetSocketAddress address() {
        return address;
    }

    @Override
    public Tallies tallies() {
        return tallies;
    }

    @Override
    public void close() throws IOException {
        children.forEach(Process::destroy);
        children.forEach(Children::end);
        Files.deleteIfExists(file);
    }
}
