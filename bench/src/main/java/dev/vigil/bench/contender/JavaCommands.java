package dev.vigil.bench.contender;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** How a JVM is started that has the same Java and the same classes as this one. */
public final class JavaCommands {
    /** As bench/run starts this one; and a collector that brings no threads of its own, for there are many workers. */
    private static final List<String> OPTIONS = List.of(
            "--enable-native-access=ALL-UNNAMED",
            "--add-opens",
            "java.base/sun.nio.ch=ALL-UNNAMED",
            "-XX:+UseSerialGC",
            "-Xmx512m");

    private JavaCommands() {}

    public static List<String> of(Class<?> main, String... arguments) {
        return with(List.of(), main, arguments);
    }

    /** With further options. */
    public static List<String> with(List<String> options, Class<?> main, String... arguments) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(OPTIONS);
        // What Vigil was told by -D, such as the library of kqueue, it must know there too.
        System.getProperties().stringPropertyNames().stream()
                .filter(name -> name.startsWith("dev.vigil."))
                .sorted()
                .forEach(name -> command.add("-D" + name + "=" + System.getProperty(name)));
        command.addAll(options);
        command.add("-cp");
        command.add(System.getProperty("java.class.path"));
        command.add(main.getName());
        command.addAll(List.of(arguments));
        return command;
    }
}
