package dev.vigil.bench.prefork;

import dev.vigil.bench.contender.JavaCommands;
import dev.vigil.bench.run.Children;
import dev.vigil.posix.Descriptors;
import dev.vigil.posix.Sockets;
import java.io.BufferedReader;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * The parent. It binds a listener, makes it its own descriptor 0, and starts children that inherit it as theirs. It accepts
 * nothing itself.
 *
 * <p>The standard input of this JVM is gone with that, so there is one of these in a process.
 */
public final class Prefork implements AutoCloseable {
    private static final int BACKLOG = 1024;
    private static final int STANDARD_INPUT = 0;

    private final InetSocketAddress address;

    /** Guarded by this, as is the next one. */
    private final List<Process> children = new ArrayList<>();

    private boolean closed;

    /**
     * Binds and starts.
     *
     * @param wanted where to listen; port 0 for one that the system picks
     * @param processes how many children
     */
    public Prefork(InetSocketAddress wanted, int processes) throws IOException {
        int listener = Sockets.listen(wanted, BACKLOG, false);
        try {
            address = (InetSocketAddress) Sockets.localAddress(listener);
            Descriptors.duplicateTo(listener, STANDARD_INPUT);
        } finally {
            Descriptors.close(listener);
        }
        try {
            for (int i = 0; i < processes; i++) {
                children.add(start());
            }
            for (Process child : children) {
                awaitReady(child);
            }
        } catch (Throwable e) {
            close();
            throw e;
        }
    }

    private static Process start() throws IOException {
        return Children.start(new ProcessBuilder(JavaCommands.of(PreforkChild.class))
                .redirectInput(Redirect.INHERIT)
                .redirectError(Redirect.INHERIT));
    }

    private static void awaitReady(Process child) throws IOException {
        BufferedReader reader = child.inputReader(StandardCharsets.UTF_8);
        if (!PreforkChild.READY.equals(reader.readLine())) {
            throw new IOException("child " + child.pid() + " ended before it was ready; see its standard error");
        }
    }

    /** Where the children accept. */
    public InetSocketAddress address() {
        return address;
    }

    /** The children, in the order in which they were started. */
    public synchronized List<Process> children() {
        return List.copyOf(children);
    }

    /**
     * Has another child take the place of one that has ended.
     *
     * @return the new one, which accepts already
     * @throws IOException if it cannot be started, or this is closed
     */
    public Process replace(Process ended) throws IOException {
        Process child;
        synchronized (this) {
            if (closed) {
                throw new IOException("the server is closed, and starts no more children");
            }
            child = start();
            children.set(children.indexOf(ended), child);
        }
        Children.end(ended);
        awaitReady(child);
        return child;
    }

    /** Ends the children. */
    @Override
    public void close() {
        List<Process> all;
        synchronized (this) {
            closed = true;
            all = List.copyOf(children);
        }
        all.forEach(Process::destroy);
        all.forEach(Children::end);
    }
}
