package dev.vigil.bench.proxy;

import dev.vigil.bench.run.Session;
import dev.vigil.bench.run.WorkerProcess;
import dev.vigil.bench.run.Workers;
import dev.vigil.bench.scenario.Outcome;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/** A relay and its load, in two processes. */
public final class ProxySession implements Session {
    /** What only a relay of ours is told. */
    private static final List<String> OURS = List.of("backend", "buffer");

    private final RunningProxy proxy;
    private final WorkerProcess load;

    /**
     * Sets both up.
     *
     * @param workers starts them
     * @param contender which relay
     * @param work what the load's worker is asked to do
     * @param parameters of the case
     */
    public ProxySession(Workers workers, String contender, String work, Map<String, String> parameters)
            throws IOException {
        int listen = Ports.free();
        Map<String, String> settings = new LinkedHashMap<>(parameters);
        settings.keySet().retainAll(OURS);
        proxy = open(workers, contender, listen, settings);
        try {
            load = workers.startHelper();
        } catch (IOException | RuntimeException e) {
            proxy.close();
            throw e;
        }
        try {
            Map<String, String> asked = new LinkedHashMap<>(parameters);
            OURS.forEach(asked::remove);
            asked.put("listen", Integer.toString(listen));
            asked.put("port", Integer.toString(proxy.port()));
            load.setup(work, asked);
        } catch (IOException | RuntimeException e) {
            load.close();
            proxy.close();
            throw e;
        }
    }

    private static RunningProxy open(Workers workers, String contender, int to, Map<String, String> settings)
            throws IOException {
        for (Program program : ProxyContenders.PROGRAMS) {
            if (program.name().equals(contender)) {
                return new ProgramProxy(program, program.find(), to);
            }
        }
        boolean ours = ProxyContenders.isOurs(contender);
        return new WorkerProxy(workers.process(contender), to, ours ? settings : Map.of());
    }

    @Override
    public Outcome round(long nanos) throws IOException {
        OptionalLong before = proxy.cpu();
        proxy.allocated();
        Map<String, String> values = new LinkedHashMap<>(load.round(nanos));
        OptionalLong allocated = proxy.allocated();
        OptionalLong after = proxy.cpu();
        if (before.isPresent() && after.isPresent()) {
            values.put("cpu", Long.toString(after.getAsLong() - before.getAsLong()));
        }
        allocated.ifPresent(bytes -> values.put("allocated", Long.toString(bytes)));
        return new Outcome(values);
    }

    @Override
    public void close() throws IOException {
        try {
            load.close();
        } finally {
            proxy.close();
        }
    }
}
