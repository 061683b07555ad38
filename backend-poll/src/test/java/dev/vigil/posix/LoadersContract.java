package dev.vigil.posix;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vigil.contract.ChildJvm;
import java.io.File;
import java.util.Arrays;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Class loaders that hold Vigil, in a JVM that outlives them. */
@Timeout(180)
public abstract class LoadersContract {
    private static final int LOADERS = 20;

    private final String backend;
    private final Class<?> user;

    protected LoadersContract(String backend) {
        this(backend, UserProgram.class);
    }

    /** With a program of one's own, which makes the backend available and goes on with {@link UserProgram#use}. */
    protected LoadersContract(String backend, Class<?> user) {
        this.backend = backend;
        this.user = user;
    }

    /** With jnr in a loader that stays, Vigil's own are freed, but for a few that a collector has not come to. */
    @Test
    void loadersOfVigilAreFreedIfThatOfJnrIsKept() throws Exception {
        String parent = pathOf(LoadersContract::isForeign);
        String child = pathOf(entry -> !isForeign(entry));
        String kept = ChildJvm.withTestClassPath()
                .options("--enable-native-access=ALL-UNNAMED", "-Xmx256m", LoadersProgram.class.getName())
                .run(parent, child, Integer.toString(LOADERS), user.getName(), backend)
                .assertClean()
                .out()
                .strip();
        assertTrue(Integer.parseInt(kept) <= 5, kept + " of " + LOADERS + " loaders are still there");
    }

    private static boolean isForeign(String entry) {
        return entry.contains("jnr") || entry.contains("jffi") || entry.contains("asm");
    }

    private static String pathOf(Predicate<String> wanted) {
        String path = Arrays.stream(ChildJvm.testClassPath().split(File.pathSeparator, -1))
                .filter(wanted)
                .collect(Collectors.joining(File.pathSeparator));
        assertFalse(path.isEmpty());
        return path;
    }
}
