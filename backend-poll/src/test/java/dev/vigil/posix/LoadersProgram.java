package dev.vigil.posix;

import java.io.File;
import java.lang.ref.PhantomReference;
import java.lang.ref.Reference;
import java.lang.ref.ReferenceQueue;
import java.net.URL;
import java.net.URLClassLoader;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Uses Vigil in one class loader after the other, and drops each. What the path names first is in the parent of them all,
 * what it names second in each. Then come how many, the program that uses it, and a backend. Prints how many were not freed.
 */
final class LoadersProgram {
    private LoadersProgram() {}

    public static void main(String[] arguments) throws Exception {
        int loaders = Integer.parseInt(arguments[2]);
        ClassLoader platform = ClassLoader.getPlatformClassLoader();
        ReferenceQueue<ClassLoader> freed = new ReferenceQueue<>();
        Set<Reference<ClassLoader>> alive = new HashSet<>();
        try (URLClassLoader parent = new URLClassLoader(urls(arguments[0]), platform)) {
            for (int i = 0; i < loaders; i++) {
                URLClassLoader loader = new URLClassLoader(urls(arguments[1]), parent);
                Class.forName(arguments[3], true, loader)
                        .getMethod("use", String.class)
                        .invoke(null, arguments[4]);
                loader.close();
                alive.add(new PhantomReference<>(loader, freed));
                loader = null;
                collect(freed, alive);
            }
            // Virtual machines free them in their own time: up to 50 collections, as long as it takes.
            for (int i = 0; i < 50 && !alive.isEmpty(); i++) {
                System.gc();
                Reference<? extends ClassLoader> one = freed.remove(200);
                alive.remove(one);
                collect(freed, alive);
            }
            System.out.println(alive.size());
        }
    }

    private static void collect(ReferenceQueue<ClassLoader> freed, Set<Reference<ClassLoader>> alive) {
        Reference<? extends ClassLoader> one;
        while ((one = freed.poll()) != null) {
            alive.remove(one);
        }
    }

    private static URL[] urls(String path) throws Exception {
        List<URL> urls = new ArrayList<>();
        for (String entry : path.split(File.pathSeparator, -1)) {
            if (!entry.isEmpty()) {
                urls.add(new File(entry).toURI().toURL());
            }
        }
        return urls.toArray(URL[]::new);
    }
}
