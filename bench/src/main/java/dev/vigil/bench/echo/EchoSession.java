package dev.vigil.bench.echo;

import dev.vigil.bench.run.Session;
import dev.vigil.bench.run.WorkerProcess;
import dev.vigil.bench.scenario.LostEventsException;
import dev.vigil.bench.scenario.Outcome;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;

/** A server's worker, and a client's. */
public final class EchoSession implements Session {
    private final WorkerProcess server;
    private final WorkerProcess client;

    /** Sets both up; the scenario is the server's, as its worker knows it. The client's worker belongs to this session, the server's doesn't. */
    public EchoSession(String scenario, WorkerProcess server, WorkerProcess client, Map<String, String> parameters)
            throws IOException {
        this.server = server;
        this.client = client;
        try {
            Map<String, String> load = new LinkedHashMap<>(parameters);
            load.put("port", server.setup(scenario, Map.of()).get("port"));
            client.setup("echo-load", load);
            // What the client's setup sent is no part of the first round.
            server.round(1);
        } catch (IOException | RuntimeException e) {
            client.close();
            throw e;
        }
    }

    @Override
    public Outcome round(long nanos) throws IOException {
        Map<String, String> ofClient = client.round(nanos);
        Map<String, String> ofServer = server.round(1);
        Outcome asked = new Outcome(ofClient);
        long answered = new Outcome(ofServer).number("events");
        if (asked.number("events") != answered) {
            throw new LostEventsException(
                    asked.number("events") + " echoes came of " + answered + " that the server sent");
        }
        // What it costs is the server's.
        Map<String, String> both = new LinkedHashMap<>(ofClient);
        for (String each : new String[] {"cpu", "allocated"}) {
            both.put(each, ofServer.get(each));
        }
        return new Outcome(both);
    }

    @Override
    public void close() throws IOException {
        try (client) {
            client.teardown();
        } finally {
            server.teardown();
        }
    }
}
