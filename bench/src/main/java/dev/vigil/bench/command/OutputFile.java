package dev.vigil.bench.command;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;

/** A file that is written as a whole when all went well, and not at all otherwise. {@code -} is standard output. */
final class OutputFile {
    private final String name;

    /** Looks at once whether it can be written: not after minutes of measuring. */
    OutputFile(String name) {
        this.name = name;
        if (isStandardOutput()) {
            return;
        }
        Path path = Path.of(name).toAbsolutePath();
        Path directory = path.getParent();
        if (Files.isDirectory(path)) {
            throw new UsageException(name + " is a directory: name a file in it");
        }
        if (directory == null || !Files.isDirectory(directory)) {
            throw new UsageException(name + " cannot be written: there is no directory " + directory);
        }
        if (!Files.isWritable(directory) || (Files.exists(path) && !Files.isWritable(path))) {
            throw new UsageException(name + " cannot be written: permission denied");
        }
    }

    boolean isStandardOutput() {
        return name.equals("-");
    }

    void write(String text, PrintStream standardOutput) throws IOException {
        if (isStandardOutput()) {
            standardOutput.print(text);
            standardOutput.flush();
        } else {
            write(Path.of(name), text);
        }
    }

    /** Writes beside it and moves it there. */
    static void write(Path path, String text) throws IOException {
        Path target = path.toAbsolutePath();
        Path written = Files.createTempFile(
                target.getParent(),
                "." + target.getFileName(),
                ".new",
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-r--r--")));
        try {
            Files.write(written, text.getBytes(StandardCharsets.UTF_8));
            Files.move(written, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(written);
        }
    }
}
