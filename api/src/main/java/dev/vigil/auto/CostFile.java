package dev.vigil.auto;

import dev.vigil.BackendCosts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The file that keeps what was measured. It is read only if it is a plain file which belongs to the user or to the administrator, and
 * which nobody else may write; and what is there and not to be trusted is not replaced either. A new one takes the place of the old in
 * one step, so that no reader meets half of it.
 */
final class CostFile {
    /** Names the file, or is {@value #OFF}. */
    static final String PROPERTY = "dev.vigil.backend.auto.file";

    private static final String OFF = "off";
    private static final String HEAD = "vigil-backend-costs 1";
    private static final String MACHINE = "machine ";
    private static final int FIELDS = 5;
    private static final long MOST_BYTES = 1 << 16;
    private static final int OTHERS_WRITE = 022;
    private static final int ADMINISTRATOR = 0;

    /** Where there is one, it belongs to whom this process belongs to. */
    private static final Path PROCESS = Path.of("/proc/self");

    /** The file, or null: then why there is none. */
    private final Path path;

    private final String absence;
    private final Machine machine;

    private CostFile(Path path, String absence, Machine machine) {
        this.path = path;
        this.absence = absence;
        this.machine = machine;
    }

    /** The file that the property names, else that of this machine in the user's folder for caches. */
    static CostFile present(Machine machine) {
        String named = System.getProperty(PROPERTY, "");
        if (named.equals(OFF)) {
            return new CostFile(null, PROPERTY + " is " + OFF, machine);
        }
        Path caches;
        try {
            if (!named.isBlank()) {
                return new CostFile(Path.of(named), null, machine);
            }
            caches = caches();
        } catch (InvalidPathException e) {
            return new CostFile(null, e.getMessage(), machine);
        }
        return caches == null
                ? new CostFile(null, "there is no folder for caches; name a file with -D" + PROPERTY, machine)
                : new CostFile(caches.resolve("vigil").resolve("backends-" + machine.key() + ".txt"), null, machine);
    }

    private static Path caches() {
        String named = System.getenv("XDG_CACHE_HOME");
        if (named != null && Path.of(named).isAbsolute()) {
            return Path.of(named);
        }
        Path home = Path.of(System.getProperty("user.home", ""));
        if (!home.isAbsolute()) {
            return null;
        }
        return System.getProperty("os.name").startsWith("Mac")
                ? home.resolve("Library").resolve("Caches")
                : home.resolve(".cache");
    }

    /** Whether there is a file to be used at all. */
    boolean isWanted() {
        return path != null;
    }

    /** Why there is no file. */
    String absence() {
        return absence;
    }

    /**
     * What it keeps.
     *
     * @return the figures by backend; empty if there is no file, or it is another machine's
     * @throws DistrustException if it is not to be trusted
     * @throws IOException if it cannot be read, or is not such a file
     */
    Map<String, BackendCosts> read() throws IOException {
        if (!exists()) {
            return Map.of();
        }
        List<String> lines;
        try {
            lines = Files.readAllLines(path);
        } catch (IOException e) {
            throw new IOException(path + " cannot be read: " + e, e);
        }
        if (lines.size() < 2 || !lines.get(0).equals(HEAD) || !lines.get(1).startsWith(MACHINE)) {
            throw new IOException(path + " is no file of costs");
        }
        Map<String, BackendCosts> costs = new LinkedHashMap<>();
        if (lines.get(1).startsWith(MACHINE + machine.key() + " ")) {
            for (String line : lines.subList(2, lines.size())) {
                BackendCosts each = parse(line);
                costs.put(each.backend(), each);
            }
        }
        return costs;
    }

    private BackendCosts parse(String line) throws IOException {
        String[] fields = line.split(" ", -1);
        try {
            if (fields.length == FIELDS) {
                return new BackendCosts(
                        fields[0], number(fields[1]), number(fields[2]), number(fields[3]), number(fields[4]));
            }
        } catch (NumberFormatException e) {
            // Told below, with the line.
        }
        throw new IOException(path + " has a line that is none of costs: \"" + line + "\"");
    }

    private static long number(String text) {
        long number = Integer.parseInt(text);
        if (number < 0) {
            throw new NumberFormatException(text);
        }
        return number;
    }

    /** Whether there is a file, which is to be trusted then. */
    private boolean exists() throws IOException {
        Map<String, Object> is;
        try {
            is = Files.readAttributes(path, "unix:uid,mode,size,isRegularFile", LinkOption.NOFOLLOW_LINKS);
        } catch (NoSuchFileException e) {
            return false;
        } catch (IOException e) {
            throw new IOException(path + " cannot be read: " + e, e);
        } catch (UnsupportedOperationException | IllegalArgumentException e) {
            throw new DistrustException("the owner of " + path + " cannot be told on this system");
        }
        if (!(boolean) is.get("isRegularFile")) {
            throw new DistrustException(path + " is no plain file");
        }
        int owner = (int) is.get("uid");
        if (owner != ADMINISTRATOR && owner != user()) {
            throw new DistrustException(path + " belongs to another user, of number " + owner);
        }
        if (((int) is.get("mode") & OTHERS_WRITE) != 0) {
            throw new DistrustException("others than its owner may write " + path);
        }
        if ((long) is.get("size") > MOST_BYTES) {
            throw new IOException(path + " is no file of costs, for it is too long");
        }
        return true;
    }

    private static int user() throws IOException {
        Path mine = Files.exists(PROCESS) ? PROCESS : Path.of(System.getProperty("user.home", ""));
        return (int) Files.getAttribute(mine, "unix:uid");
    }

    /**
     * Keeps figures, in place of those that it keeps.
     *
     * @throws IOException if it cannot be written; nothing is changed then
     */
    void write(Iterable<BackendCosts> costs) throws IOException {
        StringBuilder text = new StringBuilder(HEAD + '\n' + MACHINE + machine.key() + " " + machine.words() + '\n');
        for (BackendCosts each : costs) {
            if (each.backend().matches(".*\\s.*")) {
                // A name against the rules, which could not be told from figures.
                continue;
            }
            text.append(each.backend()).append(' ').append(each.alone());
            text.append(' ').append(each.among()).append(' ').append(each.together());
            text.append(' ').append(each.change()).append('\n');
        }
        Path whole = path.toAbsolutePath();
        Path fresh = whole.resolveSibling(
                whole.getFileName() + "." + ProcessHandle.current().pid() + "." + System.nanoTime());
        try {
            makeFolder(whole.getParent());
            Files.writeString(fresh, text, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
            Files.setPosixFilePermissions(fresh, PosixFilePermissions.fromString("rw-r--r--"));
            Files.move(fresh, whole, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException | UnsupportedOperationException e) {
            try {
                Files.deleteIfExists(fresh);
            } catch (IOException suppressed) {
                e.addSuppressed(suppressed);
            }
            throw new IOException("could not be kept in " + path + ": " + e, e);
        }
    }

    private static void makeFolder(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            Files.createDirectories(
                    folder, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        }
    }

    @Override
    public String toString() {
        return String.valueOf(path);
    }
}
