package dev.vigil.migrating;

import dev.vigil.BackendUnavailableException;
import dev.vigil.EventSource;
import dev.vigil.Feature;
import dev.vigil.Interest;
import dev.vigil.Registration;
import dev.vigil.posix.Descriptors;
import dev.vigil.posix.Faults;
import dev.vigil.posix.PipeEnds;
import dev.vigil.spi.Backend;
import dev.vigil.spi.Backends;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicInteger;

/** One operation, one native call of which fails, and what has to be true after it. */
final class FaultCase {
    static final List<String> BACKENDS = List.of("poll", "epoll", "poll/epoll", "epoll/epoll", "poll/poll");

    private static final Duration LONG = Duration.ofSeconds(10);

    /** The operations. */
    enum Step {
        OPEN,
        REGISTER,
        REGISTER_WRITE,
        REGISTER_EXCLUSIVE,
        UPDATE,
        UPDATE_TO_EXCLUSIVE,
        UPDATE_FROM_EXCLUSIVE,
        ROTATE,
        REARM,
        CANCEL,
        POLL_NOW,
        POLL_A_WHILE,
        POLL_WOKEN,
        REBUILD,
        CLOSE
    }

    /**
     * What became of it.
     *
     * @param calls the native calls it made
     * @param text how it ended
     * @param complaint what is wrong, or nothing
     */
    record Outcome(List<String> calls, String text, String complaint) {}

    private final Backend backend;
    private final Step step;
    private final StringBuilder complaint = new StringBuilder();
    private final AtomicInteger seen = new AtomicInteger();
    private EventSource source;
    private Registration registration;
    private PipeEnds pipe;
    private PipeEnds ghost;
    private Registration haunting;
    private int duplicate = -1;

    FaultCase(String name, Step step) {
        int slash = name.indexOf('/');
        this.backend = slash < 0
                ? Backends.named(name)
                : MigratingBackend.with(Configurations.of(name.substring(0, slash), name.substring(slash + 1))
                        .policy(Policies.EAGER)
                        .build());
        this.step = step;
    }

    Outcome run(String call, int failing, int errno) throws Exception {
        if (!isPossible()) {
            return new Outcome(List.of(), "", "");
        }
        Set<String> before = descriptors();
        pipe = Descriptors.pipe();
        if (step != Step.OPEN) {
            prepare();
        }
        String text = "done";
        Throwable thrown = null;
        Faults.Plan plan = Faults.begin(call, failing, errno);
        try {
            operate();
        } catch (Throwable e) {
            thrown = e;
            text = e.getClass().getSimpleName();
        } finally {
            Faults.end();
        }
        if (thrown != null && !isDocumented(thrown)) {
            complain("not documented: " + thrown);
        }
        try {
            check(thrown);
        } catch (Throwable e) {
            complain("afterwards " + e);
        }
        close();
        Set<String> after = descriptors();
        after.removeAll(before);
        if (!after.isEmpty()) {
            complain("left open: " + after);
        }
        return new Outcome(plan.calls(), text, complaint.toString());
    }

    private boolean isPossible() {
        return (!step.name().contains("EXCLUSIVE") && step != Step.ROTATE)
                || backend.features().contains(Feature.EXCLUSIVE);
    }

    /** Pipes, sockets and kernel objects, by number and name. Files are left out: the JVM opens jars. */
    private static Set<String> descriptors() throws IOException {
        Set<String> open = new TreeSet<>();
        for (String number : Objects.requireNonNull(new File("/proc/self/fd").list())) {
            try {
                Path target = Files.readSymbolicLink(Path.of("/proc/self/fd", number));
                if (!target.isAbsolute()) {
                    open.add(number + " " + target);
                }
            } catch (NoSuchFileException e) {
                // That of the listing itself.
            }
        }
        return open;
    }

    private void prepare() throws IOException {
        source = EventSource.builder().backend(backend).open();
        Interest interest = switch (step) {
            case REARM -> Interest.READ.oneShot();
            case UPDATE_FROM_EXCLUSIVE, ROTATE -> Interest.READ.exclusive();
            default -> Interest.READ;
        };
        if (!step.name().startsWith("REGISTER")) {
            registration = source.register(pipe.readEnd(), interest, (r, ready) -> seen.incrementAndGet());
        }
        if (step == Step.REARM) {
            write();
            source.poll(LONG);
            read();
        }
        if (step == Step.POLL_NOW) {
            write();
        }
        if (step == Step.POLL_WOKEN) {
            source.wakeup();
        }
        if (step == Step.REBUILD) {
            ghost = Descriptors.pipe();
            haunting = source.register(ghost.readEnd(), Interest.READ, (r, ready) -> {});
            duplicate = Descriptors.duplicate(ghost.readEnd());
            Descriptors.close(ghost.readEnd());
            haunting.cancel();
            Descriptors.write(ghost.writeEnd(), ByteBuffer.allocate(1));
        }
        seen.set(0);
    }

    private void operate() throws IOException {
        switch (step) {
            case OPEN -> source = EventSource.builder().backend(backend).open();
            case REGISTER -> register(Interest.READ);
            case REGISTER_WRITE -> register(Interest.READ.and(Interest.WRITE));
            case REGISTER_EXCLUSIVE -> register(Interest.READ.exclusive());
            case UPDATE, UPDATE_FROM_EXCLUSIVE -> registration.update(Interest.READ.and(Interest.READ_CLOSED));
            case UPDATE_TO_EXCLUSIVE -> registration.update(Interest.READ.exclusive());
            case ROTATE -> registration.rotate();
            case REARM -> registration.rearm();
            case CANCEL -> registration.cancel();
            case POLL_NOW -> source.pollNow();
            case POLL_A_WHILE, POLL_WOKEN -> source.poll(Duration.ofMillis(1));
            case REBUILD -> {
                for (int i = 0; i < 12; i++) {
                    source.pollNow();
                }
            }
            case CLOSE -> source.close();
        }
    }

    private void register(Interest interest) throws IOException {
        registration = source.register(pipe.readEnd(), interest, (r, ready) -> seen.incrementAndGet());
    }

    private boolean isDocumented(Throwable thrown) {
        return thrown instanceof IOException
                || (step == Step.CLOSE && thrown instanceof UncheckedIOException)
                || thrown instanceof BackendUnavailableException
                || thrown instanceof IllegalArgumentException
                || thrown instanceof UnsupportedOperationException;
    }

    private void check(Throwable thrown) throws IOException {
        if (step == Step.CLOSE) {
            return;
        }
        if (source == null) {
            source = EventSource.builder().backend(backend).open();
        }
        if (registration == null) {
            register(Interest.READ);
        }
        if (step == Step.CANCEL) {
            if (thrown != null || registration.isActive()) {
                complain("not cancelled");
            }
            return;
        }
        if (!source.isOpen()) {
            complain("the source is closed");
            return;
        }
        if (!registration.isActive()) {
            complain("the registration has ended");
            return;
        }
        if (thrown != null && step.name().startsWith("UPDATE")) {
            Interest standing = step == Step.UPDATE_FROM_EXCLUSIVE ? Interest.READ.exclusive() : Interest.READ;
            if (registration.interest() != standing) {
                complain("the interest is " + registration.interest());
            }
        }
        deliver(thrown);
    }

    /** One byte comes, and has to be told: once for an armed one-shot, not at all for one that was not armed. */
    private void deliver(Throwable thrown) throws IOException {
        seen.set(0);
        write();
        if (step == Step.REARM && thrown != null) {
            if (source.poll(Duration.ofMillis(5)) != 0) {
                complain("told though it could not be armed");
            }
            registration.rearm();
        }
        long end = System.nanoTime() + LONG.toNanos();
        while (seen.get() == 0 && System.nanoTime() - end < 0) {
            source.poll(Duration.ofMillis(100));
        }
        if (seen.get() == 0) {
            complain("an event is lost");
        }
        if (step == Step.REARM && source.pollNow() != 0) {
            complain("a one-shot was told twice");
        }
    }

    private void write() throws IOException {
        Descriptors.write(pipe.writeEnd(), ByteBuffer.allocate(1));
    }

    private void read() throws IOException {
        Descriptors.read(pipe.readEnd(), ByteBuffer.allocate(1));
    }

    private void close() throws IOException {
        if (source != null) {
            source.close();
        }
        pipe.close();
        if (ghost != null) {
            Descriptors.close(duplicate);
            Descriptors.close(ghost.writeEnd());
        }
    }

    private void complain(String what) {
        complaint
                .append(complaint.length() == 0 ? "" : "; ")
                .append(what.lines().findFirst().orElse(""));
    }
}
