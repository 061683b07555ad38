package dev.vigil.bench.run;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.Closeable;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** A worker's process, spoken to line by line. One thread uses it. */
public final class WorkerProcess implements Closeable {
    private static final long PATIENCE_NANOS = 60_000_000_000L;
    private static final int COMPLAINTS = 20;
    private static final ScheduledExecutorService WATCHDOG = Executors.newSingleThreadScheduledExecutor(run -> {
        Thread thread = new Thread(run, "watchdog");
        thread.setDaemon(true);
        return thread;
    });

    private final String name;
    private final Process process;
    private final BufferedWriter requests;
    private final BufferedReader replies;
    private final Deque<String> complaints = new ArrayDeque<>();

    WorkerProcess(String name, List<String> command) throws IOException {
        this.name = name;
        process = Children.start(new ProcessBuilder(command));
        requests = process.outputWriter(StandardCharsets.UTF_8);
        replies = process.inputReader(StandardCharsets.UTF_8);
        Thread listener = new Thread(this::listen, "complaints of " + name);
        listener.setDaemon(true);
        listener.start();
    }

    /** Keeps the last lines of its standard error: they are wanted only if it fails. */
    private void listen() {
        try (BufferedReader errors = process.errorReader(StandardCharsets.UTF_8)) {
            for (String line = errors.readLine(); line != null; line = errors.readLine()) {
                synchronized (complaints) {
                    complaints.add(line);
                    if (complaints.size() > COMPLAINTS) {
                        complaints.remove();
                    }
                }
            }
        } catch (IOException ignored) {
            // It ended, and that is noticed elsewhere.
        }
    }

    /** The process itself. */
    public ProcessHandle handle() {
        return process.toHandle();
    }

    /** What it is and can. */
    public Map<String, String> hello() throws IOException {
        return ask("hello", 0);
    }

    public Map<String, String> setup(String scenario, Map<String, String> parameters) throws IOException {
        StringBuilder request = new StringBuilder("setup scenario=").append(scenario);
        parameters.forEach(
                (key, value) -> request.append(' ').append(key).append('=').append(value));
        return ask(request.toString(), 0);
    }

    public Map<String, String> round(long nanos) throws IOException {
        return ask("round nanos=" + nanos, nanos);
    }

    public void teardown() throws IOException {
        ask("teardown", 0);
    }

    /** Sends a request and returns the reply's keys. A worker that takes far longer than it should is killed. */
    private Map<String, String> ask(String request, long nanos) throws IOException {
        String reply;
        Future<?> patience =
                WATCHDOG.schedule(process::destroyForcibly, PATIENCE_NANOS + 2 * nanos, TimeUnit.NANOSECONDS);
        try {
            requests.write(request);
            requests.write('\n');
            requests.flush();
            reply = replies.readLine();
        } catch (IOException e) {
            throw died(request);
        } finally {
            patience.cancel(false);
        }
        if (reply == null) {
            throw died(request);
        }
        if (reply.startsWith("error ")) {
            throw new WorkerException(reply.substring("error message=".length()));
        }
        return parse(reply);
    }

    private static Map<String, String> parse(String reply) throws WorkerException {
        String[] tokens = reply.split(" ", -1);
        if (!tokens[0].equals("ok") && !tokens[0].equals("result")) {
            throw new WorkerException("a reply that is none: " + reply);
        }
        Map<String, String> values = new LinkedHashMap<>();
        for (int i = 1; i < tokens.length; i++) {
            int equals = tokens[i].indexOf('=');
            if (equals < 0) {
                throw new WorkerException("a reply that is none: " + reply);
            }
            values.put(tokens[i].substring(0, equals), tokens[i].substring(equals + 1));
        }
        return values;
    }

    private WorkerException died(String request) {
        process.destroyForcibly();
        int status = Children.end(process);
        synchronized (complaints) {
            return new WorkerException("the worker " + name + " died (status " + status + ") at \"" + request + "\""
                    + (complaints.isEmpty() ? "" : ": " + String.join(" | ", complaints)));
        }
    }

    /** Ends it, by its own will if it has one left. */
    @Override
    public void close() {
        try {
            requests.write("quit\n");
            requests.close();
        } catch (IOException ignored) {
            // It ended before.
        }
        Children.end(process);
    }
}
