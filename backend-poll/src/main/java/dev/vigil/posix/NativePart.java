package dev.vigil.posix;

import com.kenai.jffi.Version;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/**
 * The native part of jffi, unpacked for the moment in which it is loaded. jffi would do that itself: with secure random numbers for
 * the name of the file, a look into every directory of {@code java.library.path}, and a logger for which the JDK opens every jar there
 * is. That takes a new JVM as long as all the rest of the way to libc.
 *
 * <p>So it is loaded from here, and jffi is told that it has loaded it; for which the two must have the same class loader, as on a class
 * path, since a native library belongs to the loader of the class that loads it. Otherwise jffi is told where it is. Whatever goes
 * wrong here is left to jffi.
 */
final class NativePart implements AutoCloseable {
    private static final String BOOT_PATH = "jffi.boot.library.path";

    /** Whoever set one of these has told jffi himself where to find it, or where to put it. */
    private static final String[] SETTINGS = {BOOT_PATH, "jffi.extract.dir", "jffi.extract.name"};

    private static final String LIBRARY = "libjffi-" + Version.MAJOR + "." + Version.MINOR + ".so";

    /** Of jffi, which looks there before it loads. */
    private static final String LOADER = "com.kenai.jffi.Init";

    private static final String LOADED = "loaded";

    private final Path directory;
    private final Path platform;
    private final Path file;

    private NativePart(Path directory, String platform) {
        this.directory = directory;
        this.platform = directory.resolve(platform);
        this.file = this.platform.resolve(LIBRARY);
    }

    /** Returns it, or null where that is jffi's to do, or done. */
    static NativePart unpack() {
        for (String setting : SETTINGS) {
            if (System.getProperty(setting) != null) {
                return null;
            }
        }
        String platform = platform();
        if (platform == null) {
            return null;
        }
        try (InputStream packed = open("jni/" + platform + "/" + LIBRARY)) {
            // All of it before there is a directory: that is what takes memory.
            return packed == null ? null : unpack(packed.readAllBytes(), platform);
        } catch (IOException | RuntimeException e) {
            return null;
        }
    }

    private static InputStream open(String resource) {
        ClassLoader loader = Version.class.getClassLoader();
        return loader == null ? ClassLoader.getSystemResourceAsStream(resource) : loader.getResourceAsStream(resource);
    }

    private static String platform() {
        if (OperatingSystem.CURRENT != OperatingSystem.LINUX) {
            return null;
        }
        return switch (System.getProperty("os.arch")) {
            case "amd64", "x86_64" -> "x86_64-Linux";
            case "aarch64" -> "aarch64-Linux";
            default -> null;
        };
    }

    private static NativePart unpack(byte[] library, String platform) throws IOException {
        FileAttribute<Set<PosixFilePermission>> mine =
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));
        // What is there already, by whomever, is refused: the name need not be a secret. Nor need it tell processes
        // apart, of
        // which few start in the same nanosecond.
        Path directory = Path.of(System.getProperty("java.io.tmpdir"))
                .toAbsolutePath()
                .resolve("vigil-" + System.currentTimeMillis() + "-" + System.nanoTime());
        NativePart part = new NativePart(directory, platform);
        Files.createDirectory(directory, mine);
        try {
            Files.createDirectory(part.platform, mine);
            // Through a channel, as jffi does it: with the first one the JDK takes the two descriptors that it needs to
            // close a
            // socket. Whoever closes his first one when no descriptor is left can close none for the life of the JVM.
            try (OutputStream unpacked = Files.newOutputStream(part.file)) {
                unpacked.write(library);
            }
            System.setProperty(BOOT_PATH, directory.toString());
            return part;
        } catch (Throwable e) {
            part.delete();
            throw e;
        }
    }

    /** Loads it for jffi. Where that cannot be, jffi does. */
    void load() {
        try {
            Field loaded =
                    Class.forName(LOADER, false, Version.class.getClassLoader()).getDeclaredField(LOADED);
            if (isOurs(loaded)) {
                loaded.setAccessible(true);
                if (!loaded.getBoolean(null)) {
                    System.load(file.toString());
                    loaded.setBoolean(null, true);
                }
            }
        } catch (ReflectiveOperationException | RuntimeException | UnsatisfiedLinkError e) {
            // Another jffi, or a directory from which nothing may be executed: jffi finds the words for that.
        }
    }

    /** What is in no module is in that of its class loader. */
    private static boolean isOurs(Field loaded) {
        Module module = loaded.getDeclaringClass().getModule();
        return !module.isNamed()
                && module == NativePart.class.getModule()
                && Modifier.isStatic(loaded.getModifiers())
                && loaded.getType() == boolean.class;
    }

    private void delete() {
        for (Path each : new Path[] {file, platform, directory}) {
            try {
                Files.deleteIfExists(each);
            } catch (IOException e) {
                // Nobody else can write there; so be it.
            }
        }
    }

    /** jffi has loaded it, or never will. */
    @Override
    public void close() {
        System.clearProperty(BOOT_PATH);
        delete();
    }
}
