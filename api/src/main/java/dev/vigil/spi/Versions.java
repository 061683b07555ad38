package dev.vigil.spi;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.net.URL;
import java.security.CodeSource;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/**
 * Whether the modules of Vigil that are here belong together. They share what is no API, so they fit each other only if they are of
 * one version; else the first call of what the other one lacks ends in a {@link NoSuchMethodError}, anywhere.
 *
 * <p>A version is what a module's descriptor says, or on the class path the manifest of its jar. Classes that are in no jar have none
 * and fit everything, and so do backends of others, whose packages are not below {@code dev.vigil}.
 */
final class Versions {
    private static final String OURS = "dev.vigil.";

    private Versions() {}

    /**
     * What is wrong with these, or null.
     *
     * @param found the version of each module, by its name and place; null where it is not known
     */
    static String mismatch(Map<String, String> found) {
        TreeSet<String> different = new TreeSet<>();
        for (String version : found.values()) {
            if (version != null) {
                different.add(version);
            }
        }
        if (different.size() < 2) {
            return null;
        }
        StringBuilder told = new StringBuilder("the modules of Vigil here are of different versions:");
        found.forEach((name, version) ->
                told.append("\n  ").append(name).append(": ").append(version == null ? "not known" : version));
        return told.append("\ngive all of them one version, as the import of vigil-bom does")
                .toString();
    }

    /** The versions of the API and of the backends of ours among these, in which those that failed to load are given by name. */
    static Map<String, String> of(List<Provider> providers, List<String> broken) {
        Map<String, String> found = new LinkedHashMap<>();
        put(Versions.class, found);
        for (Provider provider : providers) {
            put(provider.backend().getClass(), found);
        }
        for (String name : broken) {
            try {
                put(Class.forName(name, false, Versions.class.getClassLoader()), found);
            } catch (ClassNotFoundException | LinkageError e) {
                // Without it the reason why it did not load is what tells most.
            }
        }
        return found;
    }

    private static void put(Class<?> type, Map<String, String> found) {
        if (type == Versions.class || type.getName().startsWith(OURS)) {
            found.put(name(type), version(type));
        }
    }

    /** Tells of a second copy of the API beside this one: whose classes are used then depends on the order of a class path. */
    static void warnOfCopies(ClassLoader loader) {
        List<URL> copies;
        try {
            String resource = Versions.class.getName().replace('.', '/') + ".class";
            copies = Collections.list(
                    loader == null ? ClassLoader.getSystemResources(resource) : loader.getResources(resource));
        } catch (IOException e) {
            // Whether there are two is a question of order, not of life.
            return;
        }
        if (copies.size() < 2) {
            return;
        }
        List<String> places = copies.stream().map(Versions::place).distinct().toList();
        if (places.size() > 1) {
            System.getLogger(Versions.class.getPackageName())
                    .log(
                            Level.WARNING,
                            "there is more than one Vigil here, and the first is used: {0}; leave one of them out",
                            String.join(", ", places));
        }
    }

    /** The jar or folder that a class was found in. */
    private static String place(URL resource) {
        String text = resource.toString();
        String inside = Versions.class.getName().replace('.', '/') + ".class";
        String place = text.endsWith(inside) ? text.substring(0, text.length() - inside.length()) : text;
        // A jar on the module path and on the class path too has two addresses, with one slash and with three.
        return place.replaceFirst("^jar:", "").replaceFirst("^file:/+", "/").replaceFirst("!?/$", "");
    }

    private static String name(Class<?> type) {
        CodeSource source = type.getProtectionDomain().getCodeSource();
        String place = source == null || source.getLocation() == null ? "" : " (" + source.getLocation() + ")";
        return type.getPackageName() + place;
    }

    private static String version(Class<?> type) {
        Module module = type.getModule();
        return module.isNamed()
                ? module.getDescriptor().rawVersion().orElse(null)
                : type.getPackage().getImplementationVersion();
    }
}
