package dev.vigil.auto;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * What costs depend on: this machine, its kernel and this Java. Nothing here asks the network, as a name of the machine might.
 *
 * @param words for a person
 * @param key tells it from others
 */
record Machine(String words, String key) {
    /** Where a system has its identity, which tells machines apart that share a home folder. */
    private static final Path IDENTITY = Path.of("/etc/machine-id");

    private static final Path PROCESSORS = Path.of("/proc/cpuinfo");
    private static final String MODEL = "model name";

    private static final long FNV_BASIS = 0xcbf29ce484222325L;
    private static final long FNV_PRIME = 0x100000001b3L;

    static Machine present() {
        String words = System.getProperty("os.name") + " " + System.getProperty("os.version") + " "
                + System.getProperty("os.arch") + ", " + lineOf(PROCESSORS, MODEL) + ", Java "
                + System.getProperty("java.vm.version");
        return of(words, lineOf(IDENTITY, ""));
    }

    /** The identity is not to be handed out, and the key does not tell it. */
    static Machine of(String words, String identity) {
        String all = words + '\n' + identity;
        long hash = FNV_BASIS;
        for (int i = 0; i < all.length(); i++) {
            hash = (hash ^ all.charAt(i)) * FNV_PRIME;
        }
        return new Machine(words, Long.toHexString(hash));
    }

    private static String lineOf(Path file, String beginning) {
        try (BufferedReader lines = Files.newBufferedReader(file, StandardCharsets.ISO_8859_1)) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (line.startsWith(beginning)) {
                    return line.substring(line.indexOf(':') + 1).strip();
                }
            }
        } catch (IOException e) {
            // Another system, or a container that hides it: then the rest tells it apart.
        }
        return "";
    }
}
