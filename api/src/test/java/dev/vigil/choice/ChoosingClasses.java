package dev.vigil.choice;

import dev.vigil.EventSource;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** What {@link Choosing} and the made-up backends need, without the rest of the tests. */
final class ChoosingClasses {
    private ChoosingClasses() {}

    /** Returns the class path with the API. */
    static String copyTo(Path folder) throws IOException, URISyntaxException {
        copy(Choosing.class, folder);
        for (Class<?> madeUp : List.of(MadeUpBackend.class, MeasuredBackend.class)) {
            copy(madeUp, folder);
            for (Class<?> nested : madeUp.getDeclaredClasses()) {
                if (nested != MadeUpBackend.Gone.class) {
                    copy(nested, folder);
                }
            }
        }
        Path api = Path.of(EventSource.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toURI());
        return api + File.pathSeparator + folder;
    }

    private static void copy(Class<?> from, Path folder) throws IOException {
        String name = from.getName().replace('.', '/') + ".class";
        Path to = folder.resolve(name);
        Files.createDirectories(to.getParent());
        try (InputStream bytes = from.getClassLoader().getResourceAsStream(name)) {
            Files.copy(bytes, to);
        }
    }

    /** Writes the service file. */
    static void provide(Path folder, String... lines) throws IOException {
        Path services = folder.resolve("META-INF/services");
        Files.createDirectories(services);
        Files.write(services.resolve("dev.vigil.spi.Backend"), List.of(lines));
    }
}
