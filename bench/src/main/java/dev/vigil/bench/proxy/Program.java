package dev.vigil.bench.proxy;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** How a program that is found on this machine is made a relay. */
interface Program {
    /** Where daemons live that are not on everybody's path. */
    List<String> FURTHER = List.of("/usr/sbin", "/usr/local/sbin", "/usr/local/bin", "/sbin");

    /** The contender's name, and that of its executable. */
    String name();

    /** Why it cannot take part although it is installed, or null if it can. */
    default String problem(Path executable) {
        return null;
    }

    /** The command that runs it in the foreground, as one process that ends with its parent's wish. What it reads is in {@code directory}. */
    List<String> command(Path executable, Path directory, int listen, int to) throws IOException;

    /** The executable, or null. */
    default Path find() {
        String path = System.getenv().getOrDefault("PATH", "");
        return Stream.concat(Stream.of(path.split(File.pathSeparator, -1)), FURTHER.stream())
                .filter(directory -> !directory.isEmpty())
                .map(directory -> Path.of(directory, name()))
                .filter(Files::isExecutable)
                .findFirst()
                .orElse(null);
    }
}
