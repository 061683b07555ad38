package dev.vigil.kqueue;

import dev.vigil.Availability;
import dev.vigil.spi.Mechanism;
import dev.vigil.spi.Registrations;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.function.UnaryOperator;

/** A system and a library, bound and tried at first use. Only that it works is remembered. */
final class KqueueChoice {
    /** The system this JVM runs on, and the library that the property or the environment names. */
    static final KqueueChoice OF_THIS_SYSTEM = new KqueueChoice(KqueueSystem.current(), named());

    private final KqueueSystem system;
    private final String path;
    /** Null where nothing is taken away: a function of any kind would be made in each JVM, for kqueue or not. */
    private final UnaryOperator<Abilities> limit;

    /** Bound once, or null. */
    private KqueueLibrary library;

    private Abilities abilities;
    private Availability availability;

    /**
     * Chooses.
     *
     * @param system whose layout and numbers to use
     * @param path the library, or null for libc
     */
    KqueueChoice(KqueueSystem system, String path) {
        this(system, path, null);
    }

    /**
     * Chooses, and makes less of what is found, as an older release would.
     *
     * @param system whose layout and numbers to use
     * @param path the library, or null for libc
     * @param limit what is left of its abilities, or null for all
     */
    KqueueChoice(KqueueSystem system, String path, UnaryOperator<Abilities> limit) {
        this.system = system;
        this.path = path;
        this.limit = limit;
    }

    /** The library that the property names, or else the environment; null for libc. */
    static String named() {
        String property = System.getProperty(KqueueBackend.LIBRARY);
        return property != null ? property : System.getenv(KqueueBackend.LIBRARY_VARIABLE);
    }

    KqueueSystem system() {
        return system;
    }

    synchronized Availability availability() {
        if (availability != null) {
            return availability;
        }
        Availability found = tryOut();
        if (found.usable()) {
            availability = found;
        }
        return found;
    }

    Mechanism open(Registrations registrations) throws IOException {
        Availability found = availability();
        if (!found.usable()) {
            throw new IOException("kqueue is unavailable: " + found.reason(), found.cause());
        }
        return KqueueMechanism.open(library, system, abilities, registrations);
    }

    private Availability tryOut() {
        if ("32".equals(System.getProperty("sun.arch.data.model"))) {
            return no("a 32-bit process has another struct kevent; 64-bit only", null);
        }
        if (path == null && system == KqueueSystem.LIBKQUEUE) {
            return no(
                    System.getProperty("os.name") + " has no kqueue; a libkqueue can be named with -D"
                            + KqueueBackend.LIBRARY + "=/path/of/libkqueue.so or in " + KqueueBackend.LIBRARY_VARIABLE,
                    null);
        }
        if (path != null && isMissingFile(path)) {
            return no(
                    "there is no file " + path + ", which -D" + KqueueBackend.LIBRARY + " or "
                            + KqueueBackend.LIBRARY_VARIABLE + " names",
                    null);
        }
        try {
            if (library == null) {
                library = KqueueLibrary.bind(system, path);
            }
        } catch (LinkageError e) {
            return no(tried() + " cannot be bound: " + e.getMessage(), e);
        }
        try {
            Abilities all = KqueueProbe.run(library, system);
            abilities = limit == null ? all : limit.apply(all);
            return Availability.available();
        } catch (LinkageError e) {
            return no(
                    tried() + " does not offer kqueue() and " + (system.hasSizeCounts() ? "__kevent50()" : "kevent()")
                            + ": " + e.getMessage(),
                    e);
        } catch (IOException e) {
            return no(tried() + " was tried as kqueue of " + system + ": " + e.getMessage(), e);
        } catch (RuntimeException e) {
            return no(tried() + " cannot be used: " + e, e);
        }
    }

    private static boolean isMissingFile(String path) {
        try {
            return path.indexOf('/') >= 0 && !Files.isRegularFile(Path.of(path));
        } catch (InvalidPathException e) {
            return true;
        }
    }

    private String tried() {
        return path == null ? "libc" : "the library " + path;
    }

    private static Availability no(String reason, Throwable cause) {
        return Availability.unavailable(reason, cause);
    }
}
