package dev.vigil.bench.run;

import dev.vigil.bench.contender.Contender;
import dev.vigil.bench.contender.JavaCommands;
import dev.vigil.bench.scenario.Outcome;
import dev.vigil.bench.worker.WorkerMain;
import java.io.Closeable;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The workers of the contenders, each started when it is first asked for. */
public final class Workers implements Closeable {
    private final Map<String, Contender> contenders = new ConcurrentHashMap<>();
    private final Map<String, WorkerProcess> processes = new ConcurrentHashMap<>();

    Workers(Iterable<Contender> contenders) {
        contenders.forEach(contender -> this.contenders.put(contender.name(), contender));
    }

    /** The worker of a contender. */
    public WorkerProcess process(String contender) throws IOException {
        WorkerProcess process = processes.get(contender);
        if (process == null) {
            process = new WorkerProcess(contender, contenders.get(contender).command());
            processes.put(contender, process);
        }
        return process;
    }

    /** A further worker, which its user closes. */
    public WorkerProcess startHelper() throws IOException {
        return new WorkerProcess("helper", JavaCommands.of(WorkerMain.class, "helper"));
    }

    /** Sets up a contender for a scenario of the protocol. */
    public Session session(String contender, String scenario, Map<String, String> parameters) throws IOException {
        WorkerProcess process = process(contender);
        process.setup(scenario, parameters);
        return new Session() {
            @Override
            public Outcome round(long nanos) throws IOException {
                return new Outcome(process.round(nanos));
            }

            @Override
            public void close() throws IOException {
                process.teardown();
            }
        };
    }

    /** Forgets a worker that failed, and ends it. */
    void discard(String contender) {
        WorkerProcess process = processes.remove(contender);
        if (process != null) {
            process.close();
        }
    }

    @Override
    public void close() {
        processes.values().forEach(WorkerProcess::close);
    }
}
