package dev.vigil.bench.scenario;

import dev.vigil.bench.echo.EchoClientWork;
import dev.vigil.bench.echo.EchoServerWork;
import dev.vigil.bench.flow.ConnectWork;
import dev.vigil.bench.flow.FlowWork;
import dev.vigil.bench.proxy.ProxyWork;
import java.util.List;
import java.util.stream.Stream;

/** All scenarios, in the order in which they are shown: one line each. */
public final class Scenarios {
    private static final List<Scenario> ALL = List.of(
            new Ready(),
            new OneShot(),
            new Ring(),
            new Scale(),
            new Busy(),
            new Churn(),
            new WakeUp(),
            new Timeout(),
            new Echo(),
            new Gooch(),
            new Herd(),
            new Drift(),
            new Accept(),
            new Startup(),
            new Stall(),
            new Fair(),
            new Pipeline(),
            new Relaying(),
            new Selecting(),
            new Virtual());

    private static final List<Scenario> INNER = List.of(
            new Inner("echo-load", (contender, request) -> new EchoClientWork(request)),
            new Inner("netty-echo", (contender, request) -> EchoServerWork.nettyNio(contender)),
            new Inner("proxy", ProxyWork::new),
            new Inner("flow", (contender, request) -> new FlowWork(request)),
            new Inner("connects", (contender, request) -> new ConnectWork(request)));

    private Scenarios() {}

    public static List<Scenario> all() {
        return ALL;
    }

    /** What workers can be asked to do: the scenarios, and what serves them. */
    public static List<Scenario> inWorkers() {
        return Stream.concat(ALL.stream(), INNER.stream()).toList();
    }

    /** The scenario with this name, or null. */
    public static Scenario find(String name) {
        return ALL.stream()
                .filter(scenario -> scenario.name().equals(name))
                .findAny()
                .orElse(null);
    }
}
