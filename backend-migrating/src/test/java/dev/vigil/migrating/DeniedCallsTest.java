package dev.vigil.migrating;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.vigil.contract.ChildJvm;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Each system call that Vigil makes, denied by seccomp: it works without, or says why not, and leaves nothing open. Without read,
 * write and close no JVM starts; without socketpair the JDK has neither sockets nor files of its own.
 * {@code -Dvigil.trust.denied=all} adds those that are hardly ever denied.
 */
class DeniedCallsTest {
    /** What only makes something faster, or more exact: all has to work without. */
    private static final Set<String> DONE_WITHOUT = Set.of("splice", "dup3", "epoll_pwait2", "ioctl");

    private static Path launcher;

    @BeforeAll
    static void compile() throws Exception {
        assumeTrue(System.getProperty("os.name").equals("Linux"), "seccomp needs Linux");
        Path target = Files.createDirectories(Path.of("target", "c")).toAbsolutePath();
        Path program = target.resolve("deny");
        int status;
        try {
            status = run(List.of("cc", "-Wall", "-Wextra", "-Werror", "-o", program.toString(), "src/test/c/deny.c"));
        } catch (IOException e) {
            assumeTrue(false, "the launcher needs a C compiler (cc)");
            return;
        }
        assertEquals(0, status, "cc");
        assumeTrue(run(List.of(program.toString(), "EPERM", "dup3", "true")) == 0, "seccomp is not allowed here");
        launcher = program;
    }

    private static int run(List<String> command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command).inheritIO().start();
        assertTrue(process.waitFor(1, TimeUnit.MINUTES), command::toString);
        return process.exitValue();
    }

    /** All of them, with the answer of a kernel that is too old, or of a container that says so. */
    @ParameterizedTest
    @CsvSource({
        "ENOSYS, epoll_create1",
        "EPERM, epoll_create1",
        "ENOSYS, epoll_ctl",
        "EPERM, epoll_ctl",
        "ENOSYS, epoll_wait",
        "EPERM, epoll_wait",
        "ENOSYS, epoll_pwait2",
        "EPERM, epoll_pwait2",
        "ENOSYS, eventfd2",
        "EPERM, eventfd2",
        "ENOSYS, poll",
        "EPERM, poll",
        "ENOSYS, ppoll",
        "EPERM, ppoll",
        "ENOSYS, pipe2",
        "ENOSYS, statx",
        "EPERM, ioctl",
        "ENOSYS, accept4",
        "ENOSYS, splice",
        "EPERM, splice",
        "ENOSYS, dup3",
        "EPERM, fcntl",
        "ENOSYS, socketpair"
    })
    void isDoneWithoutOrSaidToBeMissing(String error, String call) throws Exception {
        deny(error, call);
    }

    @EnabledIfSystemProperty(named = "vigil.trust.denied", matches = "all")
    @ParameterizedTest
    @ValueSource(
            strings = {
                "splice",
                "fcntl",
                "socketpair",
                "dup3",
                "timerfd_create",
                "timerfd_settime",
                "epoll_pwait",
                "accept",
                "socket",
                "bind",
                "listen",
                "connect",
                "shutdown",
                "getsockopt",
                "setsockopt",
                "getsockname",
                "sendto",
                "recvfrom",
                "ioctl",
                "pipe2",
                "accept4",
                "statx"
            })
    void noneIsLeftOut(String call) throws Exception {
        deny("ENOSYS", call);
        deny("EPERM", call);
    }

    private static void deny(String error, String call) throws Exception {
        assumeTrue(run(List.of(launcher.toString(), error, call)) == 0, "no such system call here");
        ChildJvm.Ended ended = ChildJvm.withTestClassPath()
                .under(launcher.toString(), error, call)
                .optionsFromBuild()
                .options("-XX:TieredStopAtLevel=1", "-Ddev.vigil.backend.auto.file=off")
                .run(DeniedProgram.class, call);
        List<String> lines = ended.out().lines().toList();
        assertTrue(lines.size() == 16, ended::toString);
        assertEquals(
                List.of(), lines.stream().filter(line -> line.contains("WRONG")).toList(), ended::err);
        assertEquals("ends", lines.get(lines.size() - 1), ended::err);
        assertEquals("", ended.err(), "nothing dies aside");
        if (DONE_WITHOUT.contains(call)) {
            assertEquals(
                    List.of(),
                    lines.stream().filter(line -> line.contains(": says")).toList());
        }
        System.out.println(error + " to " + call + ": " + lines.subList(1, lines.size() - 1));
    }
}
