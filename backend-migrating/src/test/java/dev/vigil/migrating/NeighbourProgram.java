package dev.vigil.migrating;

import dev.vigil.EventSource;
import dev.vigil.Interest;
import dev.vigil.Registration;
import dev.vigil.loop.EventLoop;
import dev.vigil.loop.Loops;
import dev.vigil.posix.Descriptors;
import dev.vigil.posix.FcntlConstants;
import dev.vigil.posix.PipeEnds;
import dev.vigil.posix.PosixFiles;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/** What others do to a program: signals, children, and libraries that have numbers of their own. The first argument says which. */
public final class NeighbourProgram {
    /** How long a collection may take to tell of what it has freed. */
    private static final long FREED_MILLIS = 200;

    private static final String[] BACKENDS = {"poll", "epoll", "migrating"};

    private NeighbourProgram() {}

    public static void main(String[] arguments) throws Exception {
        switch (arguments[0]) {
            case "everything" -> everything();
            case "signals" -> signals();
            case "loaders" -> loaders(Integer.parseInt(arguments[1]));
            case "child" -> {
                for (String backend : BACKENDS) {
                    child(backend);
                }
            }
            case "numbers" -> {
                for (String backend : BACKENDS) {
                    numbers(backend);
                }
            }
            default -> throw new IllegalArgumentException(arguments[0]);
        }
        System.out.println("ends");
        System.exit(0);
    }

    /** Once each, whatever the JVM is told to be. */
    private static List<String> everything() {
        Attempts attempts = new Attempts("nothing is missing");
        Map<String, Attempts.Scenario> scenarios = new LinkedHashMap<>();
        scenarios.put("source", attempts::source);
        scenarios.put("relay", attempts::relay);
        scenarios.put("relay of channels", attempts::relayOfChannels);
        scenarios.put("acceptor", attempts::acceptor);
        List<String> wrong = new ArrayList<>();
        for (String backend : BACKENDS) {
            scenarios.forEach((what, scenario) -> {
                String said = attempts.once(backend, scenario);
                if (!said.equals("works")) {
                    wrong.add("WRONG: " + backend + " " + what + ": " + said);
                }
            });
        }
        wrong.forEach(System.out::println);
        return wrong;
    }

    /** What a class loader of its own runs: a source, and a loop with its thread. */
    public static void visit() throws Exception {
        try (PipeEnds pipe = Descriptors.pipe();
                EventLoop loop = EventLoop.builder()
                        .source(EventSource.builder().backend("epoll"))
                        .start()) {
            CountDownLatch told = new CountDownLatch(1);
            Loops.call(
                    loop,
                    () -> loop.source()
                            .register(
                                    pipe.readEnd(),
                                    Interest.READ.oneShot(),
                                    (registration, ready) -> told.countDown()));
            Descriptors.write(pipe.writeEnd(), ByteBuffer.allocate(1));
            Loops.await(told);
        }
    }

    /** Vigil comes and goes, as with an application that is deployed again and again; jnr stays, for libraries stay. */
    private static void loaders(int times) throws Exception {
        List<URL> own = new ArrayList<>();
        List<URL> shared = new ArrayList<>();
        for (String entry : System.getProperty("java.class.path").split(File.pathSeparator, -1)) {
            Path path = Path.of(entry);
            boolean isOurs =
                    Files.isDirectory(path) || path.getFileName().toString().startsWith("vigil");
            (isOurs ? own : shared).add(path.toUri().toURL());
        }
        ClassLoader parent = new URLClassLoader(shared.toArray(new URL[0]), ClassLoader.getPlatformClassLoader());
        List<WeakReference<ClassLoader>> gone = new ArrayList<>();
        ReferenceQueue<ClassLoader> freed = new ReferenceQueue<>();
        Set<String> before = Set.of();
        for (int i = 0; i < times; i++) {
            try (URLClassLoader loader = new URLClassLoader(own.toArray(new URL[0]), parent)) {
                Class.forName(NeighbourProgram.class.getName(), true, loader)
                        .getMethod("visit")
                        .invoke(null);
                gone.add(new WeakReference<>(loader, freed));
            }
            if (i == 0) {
                before = Attempts.descriptors();
            }
        }
        Set<String> after = Attempts.descriptors();
        after.removeAll(before);
        for (int i = 0; i < 20 && left(gone) > 0; i++) {
            System.gc();
            freed.remove(FREED_MILLIS);
        }
        System.out.println(times + " class loaders, " + left(gone) + " left, descriptors left: " + after.size());
        // One may be in a stack or a register yet.
        if (left(gone) > 1 || !after.isEmpty()) {
            System.out.println("WRONG: " + left(gone) + " loaders, " + after);
        }
    }

    private static long left(List<WeakReference<ClassLoader>> gone) {
        return gone.stream().filter(each -> each.get() != null).count();
    }

    /** Stopped, continued and asked for thread dumps, over and over, while everything goes on. */
    private static void signals() throws Exception {
        String script = "i=0; while [ $i -lt 15 ]; do kill -STOP $PPID; sleep 0.02; kill -CONT $PPID; kill -QUIT $PPID;"
                + " sleep 0.05; i=$((i+1)); done";
        Process sender = new ProcessBuilder("sh", "-c", script).inheritIO().start();
        int rounds = 0;
        int wrong = 0;
        while (sender.isAlive() || rounds == 0) {
            wrong += everything().size();
            rounds++;
        }
        System.out.println("after signals: " + wrong + " of " + rounds + " rounds");
    }

    /**
     * A child has the open file of a registered descriptor, which is closed here: what comes for it is nobody's, least of all that of
     * who gets the number next.
     */
    private static void child(String backend) throws Exception {
        PipeEnds theirs = Descriptors.pipe();
        int fd = theirs.readEnd();
        Process process;
        try (EventSource source = EventSource.open(backend)) {
            int[] told = {0, 0};
            source.register(fd, Interest.READ, (registration, ready) -> told[0]++);
            Descriptors.duplicateTo(fd, 0);
            process = new ProcessBuilder("sleep", "1000")
                    .redirectInput(ProcessBuilder.Redirect.INHERIT)
                    .start();
            int nothing = PosixFiles.open(Path.of("/dev/null"), FcntlConstants.O_RDONLY);
            Descriptors.duplicateTo(nothing, 0);
            Descriptors.close(nothing);
            try {
                Descriptors.close(fd);
                PipeEnds ours = Descriptors.pipe();
                if (ours.readEnd() != fd) {
                    Descriptors.duplicateTo(ours.readEnd(), fd);
                }
                source.register(fd, Interest.READ, (registration, ready) -> {
                    told[1]++;
                    Descriptors.read(fd, ByteBuffer.allocate(1));
                });
                Descriptors.write(theirs.writeEnd(), ByteBuffer.allocate(1));
                long waits = source.statistics().waits();
                source.poll(TimeUnit.MILLISECONDS.toNanos(200));
                waits = source.statistics().waits() - waits;
                System.out.println(backend + ": a wait of 200 ms took " + waits + " looks");
                if (told[0] + told[1] != 0 || waits > 500) {
                    System.out.println("WRONG: " + backend + " told " + told[0] + " and " + told[1] + ", " + waits);
                }
                Descriptors.write(ours.writeEnd(), ByteBuffer.allocate(1));
                source.poll(TimeUnit.SECONDS.toNanos(10));
                if (told[0] != 0 || told[1] != 1) {
                    System.out.println("WRONG: " + backend + " told " + told[0] + " and " + told[1] + " of its own");
                }
                if (ours.readEnd() != fd) {
                    Descriptors.close(fd);
                }
                ours.close();
            } finally {
                process.destroyForcibly().waitFor();
            }
        }
        Descriptors.close(theirs.writeEnd());
    }

    /** A library opens files that are readable, and closes them, all the time: its numbers are those that were registered before. */
    private static void numbers(String backend) throws Exception {
        AtomicBoolean goesOn = new AtomicBoolean(true);
        Thread library = new Thread(() -> {
            while (goesOn.get()) {
                open();
            }
        });
        library.start();
        int[] told = {0, 0};
        try (EventSource source = EventSource.open(backend);
                PipeEnds steady = Descriptors.pipe()) {
            source.register(steady.readEnd(), Interest.READ, (registration, ready) -> {
                told[0]++;
                Descriptors.read(steady.readEnd(), ByteBuffer.allocate(1));
            });
            int rounds = 3_000;
            for (int i = 0; i < rounds; i++) {
                PipeEnds silent = Descriptors.pipe();
                Registration registration = source.register(silent.readEnd(), Interest.READ, (r, ready) -> {
                    if (!ready.isInvalid()) {
                        told[1]++;
                    }
                });
                Descriptors.write(steady.writeEnd(), ByteBuffer.allocate(1));
                registration.cancel();
                silent.close();
                source.poll(TimeUnit.SECONDS.toNanos(10));
            }
            System.out.println(backend + ": " + told[0] + " of " + rounds);
            if (told[0] != rounds || told[1] != 0) {
                System.out.println("WRONG: " + backend + ": a stranger's events " + told[1]);
            }
        } finally {
            goesOn.set(false);
            library.join();
        }
    }

    private static void open() {
        try (PipeEnds pipe = Descriptors.pipe()) {
            Descriptors.write(pipe.writeEnd(), ByteBuffer.allocate(1));
            if (!new File("/dev/null").exists()) {
                throw new IOException("no /dev/null");
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
