package dev.vigil.migrating;

import dev.vigil.posix.Faults;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Lets each native call of each operation fail in each way that it can, and checks what comes of it. Prints what is wrong, and writes
 * the table of all cases to the file that is its argument.
 */
final class FaultProgram {
    /** What may be said of a call, on Linux: numbers of {@code <errno.h>}. */
    private static final Map<String, Map<String, Integer>> ERRORS = new TreeMap<>();

    static {
        Map<String, Integer> shortage = Map.of("EMFILE", 24, "ENFILE", 23, "ENOMEM", 12);
        Map<String, Integer> filtered = Map.of("EPERM", 1, "ENOSYS", 38);
        errors("epoll_create1", shortage, filtered);
        errors("eventfd", shortage, filtered);
        errors("pipe2", shortage);
        errors("epoll_ctl", Map.of("ENOMEM", 12, "ENOSPC", 28), filtered);
        errors("epoll_wait", Map.of("EINTR", 4), filtered);
        errors("epoll_pwait2", Map.of("EINTR", 4), filtered);
        errors("poll", Map.of("EINTR", 4, "EAGAIN", 11, "ENOMEM", 12), filtered);
        errors("ppoll", Map.of("EINTR", 4, "EAGAIN", 11, "ENOMEM", 12), filtered);
        errors("fcntl", Map.of("EINTR", 4, "ENOMEM", 12), filtered);
        errors("statx", Map.of("ENOMEM", 12), filtered);
        errors("dup3", Map.of("EINTR", 4, "EBUSY", 16, "EMFILE", 24), filtered);
        errors("close", Map.of("EINTR", 4, "EIO", 5));
        errors("read", Map.of("EINTR", 4, "EAGAIN", 11));
    }

    @SafeVarargs
    private static void errors(String call, Map<String, Integer>... some) {
        Map<String, Integer> all = new TreeMap<>();
        for (Map<String, Integer> these : some) {
            all.putAll(these);
        }
        ERRORS.put(call, all);
    }

    private static final int LIMIT_SECONDS = 60;

    private final List<String> table = new ArrayList<>();
    private final List<String> wrong = new ArrayList<>();

    private FaultProgram() {}

    public static void main(String[] arguments) throws Exception {
        Faults.install();
        // What the JDK opens when it is first used is not looked for: its channels keep a socket from the first on.
        SocketChannel.open().close();
        for (String backend : FaultCase.BACKENDS) {
            run(backend, FaultCase.Step.OPEN, "", -1, 0);
        }
        FaultProgram program = new FaultProgram();
        for (String backend : FaultCase.BACKENDS) {
            for (FaultCase.Step step : FaultCase.Step.values()) {
                program.tryAll(backend, step);
            }
        }
        Files.write(Path.of(arguments[0]), program.table);
        program.wrong.forEach(System.out::println);
        System.out.println(program.table.size() - 2 + " cases, " + program.wrong.size() + " wrong");
        System.exit(program.wrong.isEmpty() ? 0 : 1);
    }

    /** A case has a thread of its own, so that one that hangs is told and left behind. */
    private static FaultCase.Outcome run(String backend, FaultCase.Step step, String call, int failing, int errno)
            throws Exception {
        CompletableFuture<FaultCase.Outcome> ended = new CompletableFuture<>();
        Thread thread = new Thread(() -> {
            try {
                ended.complete(new FaultCase(backend, step).run(call, failing, errno));
            } catch (Throwable e) {
                ended.completeExceptionally(e);
            }
        });
        thread.setDaemon(true);
        thread.start();
        try {
            return ended.get(LIMIT_SECONDS, TimeUnit.SECONDS);
        } catch (TimeoutException e) {
            return new FaultCase.Outcome(List.of(), "no end", "hangs at " + Arrays.toString(thread.getStackTrace()));
        }
    }

    private void tryAll(String backend, FaultCase.Step step) throws Exception {
        if (table.isEmpty()) {
            table.add("| backend | operation | call | error | outcome |");
            table.add("| --- | --- | --- | --- | --- |");
        }
        FaultCase.Outcome undisturbed = run(backend, step, "", -1, 0);
        if (!undisturbed.complaint().isEmpty()) {
            wrong.add(backend + ": " + step + " without any failure: " + undisturbed.complaint());
        }
        List<String> calls = undisturbed.calls();
        for (int i = 0; i < calls.size(); i++) {
            for (Map.Entry<String, Integer> error :
                    ERRORS.getOrDefault(calls.get(i), Map.of()).entrySet()) {
                FaultCase.Outcome outcome = run(backend, step, calls.get(i), i, error.getValue());
                table.add("| " + backend + " | " + step + " | " + calls.get(i) + " (" + (i + 1) + ") | "
                        + error.getKey() + " | " + outcome.text() + " |");
                if (!outcome.complaint().isEmpty()) {
                    wrong.add(backend + ": " + step + " with " + calls.get(i) + " (" + (i + 1) + ") " + error.getKey()
                            + ": " + outcome.text() + ": " + outcome.complaint());
                }
            }
        }
    }
}
