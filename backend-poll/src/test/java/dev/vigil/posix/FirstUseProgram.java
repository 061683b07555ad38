package dev.vigil.posix;

import java.io.FileInputStream;
import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.stream.Stream;

/** Makes the first native call of a JVM under some condition, then a second one without it, and prints what comes of both. */
final class FirstUseProgram {

    /** Opens a pipe while it is initialised. */
    private static final class Initialised {
        static final String RESULT = FirstUseProgram.attempt();
    }

    private FirstUseProgram() {}

    public static void main(String[] arguments) throws Exception {
        switch (arguments[0]) {
            case "plain" -> print(attempt());
            case "interrupted" -> {
                Thread.currentThread().interrupt();
                print(attempt());
                print("interrupted: " + Thread.interrupted());
            }
            case "interruptedMeanwhile" -> interruptedMeanwhile();
            case "virtual" -> onVirtualThread();
            case "static" -> print(Initialised.RESULT);
            case "descriptors" -> withDescriptorsLeft(Integer.parseInt(arguments[1]));
            default -> throw new IllegalArgumentException(arguments[0]);
        }
        print(attempt());
    }

    private static String attempt() {
        try {
            Descriptors.pipe().close();
            return "a pipe";
        } catch (IOException | LinkageError e) {
            return e.getMessage();
        }
    }

    private static void print(String line) {
        System.out.println(line);
    }

    private static void interruptedMeanwhile() throws InterruptedException {
        Thread[] users = new Thread[4];
        for (int i = 0; i < users.length; i++) {
            users[i] = new Thread(() -> {
                String result = attempt();
                print(result + ", interrupted: " + Thread.interrupted());
            });
            users[i].start();
        }
        for (int i = 0; i < 200_000; i++) {
            users[i % users.length].interrupt();
        }
        for (Thread user : users) {
            user.join();
        }
    }

    private static void onVirtualThread() throws Exception {
        Method start = Thread.class.getMethod("startVirtualThread", Runnable.class);
        Runnable work = () -> {
            Thread.currentThread().interrupt();
            print(attempt());
        };
        ((Thread) start.invoke(null, work)).join();
    }

    /** The classes of Vigil must be there already: where they come from a directory each takes a descriptor to load. */
    private static void withDescriptorsLeft(int left) throws Exception {
        loadClasses();
        Deque<FileInputStream> held = new ArrayDeque<>();
        try {
            while (true) {
                held.push(new FileInputStream("/dev/null"));
            }
        } catch (IOException e) {
            // No descriptor is left.
            for (int i = 0; i < left; i++) {
                held.pop().close();
            }
        }
        String first = attempt();
        while (!held.isEmpty()) {
            held.pop().close();
        }
        print(first);
    }

    private static void loadClasses() throws Exception {
        Path place = Path.of(Descriptors.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toURI());
        try (Stream<Path> files = Files.list(place.resolve("dev/vigil/posix"))) {
            for (Path file : (Iterable<Path>) files::iterator) {
                String name = file.getFileName().toString();
                if (name.endsWith(".class")) {
                    Class.forName(
                            "dev.vigil.posix." + name.replace(".class", ""), false, Descriptors.class.getClassLoader());
                }
            }
        }
    }
}
