package dev.vigil.kqueue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** The kqueue of {@code src/test/c}, compiled when the tests run, once per layout. */
final class CKqueue {
    private static final List<String> SOURCES = List.of("kqueue.c", "queue.c", "filter.c");
    private static final Map<KeventLayout, Path> COMPILED = new EnumMap<>(KeventLayout.class);

    private CKqueue() {}

    /** Whether it can be compiled: it needs Linux, whose epoll it stands on, and a C compiler. */
    static boolean isPossible() {
        return System.getProperty("os.name").equals("Linux") && hasCompiler();
    }

    private static boolean hasCompiler() {
        try {
            return run(List.of("cc", "--version")).isEmpty();
        } catch (IOException e) {
            return false;
        }
    }

    /** The system whose layout and numbers the fixture has. */
    static KqueueSystem systemOf(KeventLayout layout) {
        return switch (layout) {
            case CLASSIC -> KqueueSystem.MACOS;
            case EXTENDED -> KqueueSystem.FREEBSD;
            case WIDE -> KqueueSystem.NETBSD;
        };
    }

    /** The backend over the library in one layout. */
    static KqueueBackend backend(KeventLayout layout) {
        return new KqueueBackend(
                new KqueueChoice(systemOf(layout), library(layout).toString()));
    }

    /** The compiled library. */
    static synchronized Path library(KeventLayout layout) {
        return COMPILED.computeIfAbsent(layout, CKqueue::compile);
    }

    /** Whether another JVM or class loader has made it from the sources that are there. */
    private static boolean isNewest(Path library, Path directory) throws IOException {
        if (!Files.exists(library)) {
            return false;
        }
        FileTime made = Files.getLastModifiedTime(library);
        try (Stream<Path> sources = Files.list(directory)) {
            for (Path source : (Iterable<Path>) sources::iterator) {
                if (Files.getLastModifiedTime(source).compareTo(made) >= 0) {
                    return false;
                }
            }
        }
        return true;
    }

    private static Path compile(KeventLayout layout) {
        try {
            Path directory = Path.of("src", "test", "c");
            Path target = Files.createDirectories(Path.of("target", "c")).toAbsolutePath();
            Path library = target.resolve("libkqueue" + layout.size() + ".so");
            if (isNewest(library, directory)) {
                return library;
            }
            List<String> command = new ArrayList<>(List.of("cc", "-std=gnu11", "-O2", "-g", "-fPIC", "-shared"));
            command.addAll(List.of("-fvisibility=hidden", "-pthread", "-Wall", "-Wextra", "-Werror"));
            // Several JVMs make it at once: each under a name of its own, which is changed when it is whole.
            Path made = Files.createTempFile(target, "libkqueue", ".so");
            command.addAll(List.of("-DLAYOUT=" + layout.size(), "-o", made.toString()));
            SOURCES.forEach(source -> command.add(directory.resolve(source).toString()));
            String complaint = run(command);
            if (!complaint.isEmpty()) {
                throw new IOException(command + " failed: " + complaint);
            }
            Files.move(made, library, StandardCopyOption.ATOMIC_MOVE);
            return library;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Runs a command; returns what it said if it failed, else nothing. */
    private static String run(List<String> command) throws IOException {
        Path said = Files.createTempFile("vigil", ".log");
        try {
            Process process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(said.toFile())
                    .start();
            if (!process.waitFor(2, TimeUnit.MINUTES)) {
                process.destroyForcibly();
                return "no end after two minutes";
            }
            String output = Files.readString(said, StandardCharsets.UTF_8);
            return process.exitValue() == 0 ? "" : "exit status " + process.exitValue() + ", " + output;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        } finally {
            Files.delete(said);
        }
    }
}
