package dev.vigil.bench.scenario;

import dev.vigil.bench.echo.EchoClientWork;
import dev.vigil.bench.worker.Request;
import dev.vigil.bench.worker.Workload;
import java.util.List;

/** The other side of {@link Echo}: nothing that a user asks for, but a worker can be asked to. */
final class EchoLoad implements Scenario {
    @Override
    public String name() {
        return "echo-load";
    }

    @Override
    public String question() {
        return "none: it is the client of echo";
    }

    @Override
    public Unit unit() {
        return Unit.rate("requests/s");
    }

    @Override
    public List<Parameter> parameters() {
        return List.of();
    }

    @Override
    public boolean takes(String contender) {
        return false;
    }

    @Override
    public Workload workload(String contender, Request request) {
        return new EchoClientWork(request);
    }

    @Override
    public Figure figure(Parameters parameters, Outcome outcome) {
        throw new UnsupportedOperationException("the figure is that of echo");
    }
}
