package dev.vigil.contract;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Which of the project's packages each package of a module names in its code, by its sources; documentation may name any. */
public final class Imports {
    private static final Path SOURCES = Path.of("src", "main", "java");
    private static final Pattern COMMENT = Pattern.compile("(?s)/\\*.*?\\*/|//[^\n]*");
    private static final Pattern PACKAGE = Pattern.compile("(?m)^package ([\\w.]+);");
    private static final Pattern NAMED = Pattern.compile("(dev\\.vigil(?:\\.[a-z]\\w*)*)\\.[A-Z]");

    private Imports() {}

    /** Those of the module whose tests run. */
    public static Map<String, Set<String>> byPackage() throws IOException {
        Map<String, Set<String>> imports = new TreeMap<>();
        try (Stream<Path> files = Files.walk(SOURCES)) {
            List<Path> sources = files.filter(
                            file -> file.getFileName().toString().endsWith(".java"))
                    .filter(file -> !file.endsWith("module-info.java"))
                    .collect(Collectors.toList());
            for (Path source : sources) {
                String code = COMMENT.matcher(Files.readString(source)).replaceAll("");
                String name = PACKAGE.matcher(code)
                        .results()
                        .map(match -> match.group(1))
                        .findFirst()
                        .orElseThrow(() -> new UncheckedIOException(new IOException(source + " has no package")));
                Set<String> named = imports.computeIfAbsent(name, key -> new TreeSet<>());
                NAMED.matcher(code).results().map(match -> match.group(1)).forEach(named::add);
                named.remove(name);
            }
        }
        return imports;
    }
}
