package dev.vigil.migrating;

import dev.vigil.loop.Loops;
import java.io.File;
import java.io.FileInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Tries everything with 0, 1, 2 and more descriptors left, up to a number that is its argument: so each that is asked for is the one
 * that is refused, once. Prints a line for each kind of attempt, and one that says WRONG for each that leaves something, that is
 * not told, or after which the same does not work.
 */
final class ScarceProgram {
    private static final String WORKS = "works";

    private final Attempts attempts = new Attempts("Too many open files", "EMFILE", "descriptors are left");

    private ScarceProgram() {}

    public static void main(String[] arguments) throws Exception {
        loadClasses();
        ScarceProgram program = new ScarceProgram();
        int most = Integer.parseInt(arguments[0]);
        for (String backend : new String[] {"nio", "poll", "epoll", "migrating"}) {
            Map<String, Attempts.Scenario> scenarios = new LinkedHashMap<>();
            scenarios.put("source", program.attempts::source);
            scenarios.put("relay of channels", program.attempts::relayOfChannels);
            scenarios.put("acceptor of channels", program.attempts::acceptorOfChannels);
            if (!backend.equals("nio")) {
                scenarios.put("relay", program.attempts::relay);
                scenarios.put("acceptor", program.attempts::acceptor);
            }
            for (Map.Entry<String, Attempts.Scenario> each : scenarios.entrySet()) {
                program.tryWithFew(backend, each.getKey(), each.getValue(), most);
            }
        }
        System.out.println("ends");
        System.exit(0);
    }

    private void tryWithFew(String backend, String what, Attempts.Scenario scenario, int most) throws Exception {
        String undisturbed = once(backend, scenario);
        int worked = 0;
        int told = 0;
        for (int left = 0; left <= most; left++) {
            Set<String> before = Attempts.descriptors();
            Deque<FileInputStream> hoard = takeAllBut(left);
            String said = once(backend, scenario);
            while (!hoard.isEmpty()) {
                hoard.pop().close();
            }
            Set<String> after = Attempts.descriptors();
            after.removeAll(before);
            String again = once(backend, scenario);
            if (said.startsWith("WRONG") || !after.isEmpty() || (undisturbed.equals(WORKS) && !again.equals(WORKS))) {
                System.out.println("WRONG: " + backend + " " + what + " with " + left + " left: " + said + ", leaves "
                        + after + ", afterwards " + again);
            }
            worked += said.equals(WORKS) ? 1 : 0;
            told += said.equals(WORKS) ? 0 : 1;
        }
        System.out.println(
                backend + " " + what + ": " + undisturbed + "; with few: " + worked + " worked, " + told + " told");
    }

    private String once(String backend, Attempts.Scenario scenario) {
        String said = attempts.once(backend, scenario);
        Loops.join("vigil-");
        return said;
    }

    private static Deque<FileInputStream> takeAllBut(int left) throws IOException {
        Deque<FileInputStream> held = new ArrayDeque<>();
        try {
            while (true) {
                held.push(new FileInputStream("/dev/null"));
            }
        } catch (IOException e) {
            for (int i = 0; i < left && !held.isEmpty(); i++) {
                held.pop().close();
            }
            return held;
        }
    }

    /** Each class that comes from a directory takes a descriptor to load, and each jar that is not open yet. */
    private static void loadClasses() throws IOException {
        ClassLoader loader = ScarceProgram.class.getClassLoader();
        loader.getResources("none").hasMoreElements();
        for (String entry : System.getProperty("java.class.path").split(File.pathSeparator, -1)) {
            Path place = Path.of(entry);
            if (Files.isDirectory(place.resolve("dev/vigil"))) {
                try (Stream<Path> files = Files.walk(place.resolve("dev/vigil"))) {
                    files.map(file -> place.relativize(file).toString())
                            .filter(name -> name.endsWith(".class"))
                            .forEach(name -> load(loader, name));
                }
            }
        }
    }

    private static void load(ClassLoader loader, String file) {
        try {
            Class.forName(file.replace(".class", "").replace(File.separatorChar, '.'), false, loader);
        } catch (ClassNotFoundException | LinkageError e) {
            return; // one of a test, whose libraries are not here
        }
    }
}
