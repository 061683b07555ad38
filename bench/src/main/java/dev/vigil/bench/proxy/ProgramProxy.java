package dev.vigil.bench.proxy;

import dev.vigil.bench.run.Children;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A program that is a relay: started with what it is told in a directory of its own, and ended with all its children. */
final class ProgramProxy implements RunningProxy {
    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(20);
    private static final int COMPLAINT = 500;

    private final String name;
    private final int port;
    private final Path directory;
    private final Path complaints;
    private final Process process;

    ProgramProxy(Program program, Path executable, int to) throws IOException {
        name = program.name();
        port = Ports.free();
        directory = Files.createTempDirectory("vigil-" + name);
        complaints = directory.resolve("complaints");
        try {
            process = Children.start(new ProcessBuilder(program.command(executable, directory, port, to))
                    .directory(directory.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(complaints.toFile()));
        } catch (IOException | RuntimeException e) {
            deleteDirectory();
            throw e;
        }
        Children.atEnd(this, this::deleteDirectory);
        try {
            awaitListening();
        } catch (IOException | RuntimeException e) {
            close();
            throw e;
        }
    }

    /** Nobody listens at the far end yet, so this connection ends at once. */
    private void awaitListening() throws IOException {
        long start = System.nanoTime();
        while (true) {
            try {
                new Socket(InetAddress.getLoopbackAddress(), port).close();
                return;
            } catch (ConnectException e) {
                if (!process.isAlive() || System.nanoTime() - start > PATIENCE_NANOS) {
                    throw new IOException(name + " does not listen: " + complaint(), e);
                }
            }
            try {
                TimeUnit.MILLISECONDS.sleep(10);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IOException("interrupted", e);
            }
        }
    }

    private String complaint() throws IOException {
        String said = Files.readString(complaints, StandardCharsets.UTF_8).strip();
        return said.substring(Math.max(0, said.length() - COMPLAINT)).replaceAll("\\s*\\R\\s*", " | ");
    }

    @Override
    public int port() {
        return port;
    }

    @Override
    public OptionalLong cpu() {
        return CpuTimes.of(process.toHandle());
    }

    @Override
    public OptionalLong allocated() throws IOException {
        if (!process.isAlive()) {
            throw new IOException(name + " ended: " + complaint());
        }
        return OptionalLong.empty();
    }

    @Override
    public void close() {
        Children.kill(process);
        deleteDirectory();
        Children.forgetEnd(this);
    }

    /** Where what it was told is. */
    Path directory() {
        return directory;
    }

    private void deleteDirectory() {
        try (Stream<Path> all = Files.walk(directory)) {
            all.sorted(Comparator.reverseOrder()).forEach(path -> {
                try {
                    Files.deleteIfExists(path);
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
        } catch (IOException | UncheckedIOException ignored) {
            // Left to whoever cleans the temporary directory.
        }
    }
}
