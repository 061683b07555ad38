package dev.vigil.bench.proxy;

import dev.vigil.bench.run.WorkerProcess;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalLong;

/** A relay in a contender's worker. The worker is not this one's, and is left running. */
final class WorkerProxy implements RunningProxy {
    private final WorkerProcess worker;
    private final int port;

    WorkerProxy(WorkerProcess worker, int to, Map<String, String> settings) throws IOException {
        this.worker = worker;
        Map<String, String> parameters = new LinkedHashMap<>(settings);
        parameters.put("to", Integer.toString(to));
        port = Integer.parseInt(worker.setup("proxy", parameters).get("port"));
    }

    @Override
    public int port() {
        return port;
    }

    @Override
    public OptionalLong cpu() {
        return CpuTimes.of(worker.handle());
    }

    @Override
    public OptionalLong allocated() throws IOException {
        return OptionalLong.of(Long.parseLong(worker.round(1).get("allocated")));
    }

    @Override
    public void close() throws IOException {
        worker.teardown();
    }
}
