package dev.vigil.migrating;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.vigil.contract.ChildJvm;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** The choice by measurement among all backends there are. */
class AutoTest {
    @Test
    void allAreMeasuredAndNothingIsLeftBehind() throws Exception {
        assumeTrue(Files.isDirectory(Path.of("/proc/self/fd")), "needs /proc/self/fd, and epoll");
        String out = ChildJvm.withTestClassPath()
                .optionsFromBuild()
                .options("-Ddev.vigil.backend.auto.file=off", "-Ddev.vigil.backend.auto.millis=5000")
                .run(AutoProgram.class)
                .assertClean()
                .out();
        assertEquals("[epoll, migrating, nio, poll]\nplausible\nleft: [] []\n", out);
    }
}
