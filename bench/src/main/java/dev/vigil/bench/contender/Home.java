package dev.vigil.bench.contender;

import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Where the bench module is on disk: the sources in C are compiled there, and the report is written there. */
public final class Home {
    private Home() {}

    /** The directory of the bench module. */
    public static Path bench() {
        try {
            Path classes = Path.of(Home.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI());
            // bench/target/classes
            Path home = classes.getParent().getParent();
            if (Files.isDirectory(home.resolve("src/main/c"))) {
                return home;
            }
            throw new IllegalStateException(classes + " is not in target/classes of the bench module: run bench/run");
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }
}
