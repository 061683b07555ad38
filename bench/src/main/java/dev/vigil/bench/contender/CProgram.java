package dev.vigil.bench.contender;

import dev.vigil.bench.run.Children;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * A worker in C, compiled where it is run, as {@code bench/src/main/c/PROTOCOL.md} says.
 *
 * @param name the contender's
 * @param header what must be there besides libc, or null
 * @param interposed whether its library's calls are counted
 * @param libraries to link with
 */
record CProgram(String name, String header, boolean interposed, List<String> libraries) {
    static final List<CProgram> ALL = List.of(
            new CProgram("c-poll", null, false, List.of()),
            new CProgram("c-poll-100", "sys/eventfd.h", false, List.of()),
            new CProgram("c-epoll", "sys/epoll.h", false, List.of()),
            new CProgram("libevent", "event2/event.h", true, List.of("-levent_core", "-levent_pthreads", "-ldl")),
            new CProgram("libev", "ev.h", true, List.of("-lev", "-ldl")),
            new CProgram("libuv", "uv.h", true, List.of("-luv", "-ldl")),
            new CProgram("c-none", null, false, List.of()));

    private static final List<String> COMPILER = List.of("cc", "-std=gnu11", "-O2", "-pthread", "-o");

    /** The path of the program, compiled if it is missing or older than a source. */
    Path compile() throws AbsentException {
        Path sources = Home.bench().resolve("src/main/c");
        Path program = Home.bench().resolve("build").resolve(name);
        try {
            if (!isNewer(program, sources)) {
                Files.createDirectories(program.getParent());
                probe(sources, program);
                Path made = program.resolveSibling(name + ".new");
                Compilation compilation = compile(sources, made, sources());
                if (!compilation.succeeded()) {
                    throw new IllegalStateException("cc refuses " + name + ":\n" + compilation.output());
                }
                Files.move(made, program, StandardCopyOption.ATOMIC_MOVE);
            }
            return program;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private List<String> sources() {
        List<String> sources = new ArrayList<>(List.of(name + ".c", "common.c"));
        if (interposed) {
            sources.add("interpose.c");
        }
        return sources;
    }

    private void probe(Path sources, Path program) throws IOException, AbsentException {
        Path probe = program.resolveSibling(name + ".probe.c");
        Path made = program.resolveSibling(name + ".probe");
        String include = header == null ? "" : "#include <" + header + ">\n";
        try {
            Files.writeString(probe, include + "int main(void) { return 0; }\n");
            Compilation compilation = compile(sources, made, List.of(probe.toString()));
            if (!compilation.succeeded()) {
                String first = compilation.output().lines().findFirst().orElse("no message");
                throw new AbsentException("no " + header + " or " + String.join(" ", libraries) + ": " + first);
            }
        } finally {
            Files.deleteIfExists(probe);
            Files.deleteIfExists(made);
        }
    }

    private Compilation compile(Path directory, Path out, List<String> sources) throws IOException, AbsentException {
        List<String> command = new ArrayList<>(COMPILER);
        command.add(out.toString());
        command.addAll(sources);
        command.addAll(libraries);
        Process compiler;
        try {
            compiler = Children.start(
                    new ProcessBuilder(command).directory(directory.toFile()).redirectErrorStream(true));
        } catch (IOException e) {
            throw new AbsentException("no C compiler: cc not found");
        }
        String output = new String(compiler.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Compilation(Children.end(compiler), output);
    }

    private static boolean isNewer(Path program, Path sources) throws IOException {
        if (!Files.isExecutable(program)) {
            return false;
        }
        FileTime compiled = Files.getLastModifiedTime(program);
        try (Stream<Path> files = Files.list(sources)) {
            for (Path source : (Iterable<Path>) files::iterator) {
                if (Files.getLastModifiedTime(source).compareTo(compiled) >= 0) {
                    return false;
                }
            }
        }
        return true;
    }

    private record Compilation(int status, String output) {
        boolean succeeded() {
            return status == 0;
        }
    }
}
