package dev.vigil.bench.run;

import dev.vigil.bench.contender.Absent;
import dev.vigil.bench.contender.Contender;
import dev.vigil.bench.scenario.Derived;
import dev.vigil.bench.scenario.Figure;
import dev.vigil.bench.scenario.LostEventsException;
import dev.vigil.bench.scenario.Parameters;
import dev.vigil.bench.scenario.Scenario;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;

/**
 * Measures one scenario: starts a fresh worker for each contender, and for each case sets all of them up, warms them up, and
 * goes round them in an order that is drawn anew each time. While one works all others sleep.
 */
public final class ScenarioRun {
    private final Scenario scenario;
    private final List<Parameters> cases;
    private final List<Contender> contenders;
    private final Plan plan;
    private final Listener listener;
    private final Random random;
    private final List<CaseRounds> measured = new ArrayList<>();
    private final List<String> leftOut = new ArrayList<>();
    private final List<Absent> failed = Collections.synchronizedList(new ArrayList<>());

    public ScenarioRun(
            Scenario scenario, List<Parameters> cases, List<Contender> contenders, Plan plan, Listener listener) {
        this.scenario = scenario;
        this.cases = cases;
        this.contenders = contenders;
        this.plan = plan;
        this.listener = listener;
        this.random = new Random(plan.seed());
    }

    /** All figures; also those that come of several cases. */
    public List<CaseRounds> run() throws IOException {
        try (Workers workers = new Workers(contenders)) {
            for (Parameters each : cases) {
                if (plan.timing().isOver()) {
                    leftOut.add(scenario.name() + " " + each);
                } else {
                    measure(workers, each);
                }
            }
        }
        if (leftOut.isEmpty()) {
            scenario.derived(cases).forEach(this::derive);
        }
        return measured;
    }

    /** Those that lost an event, refused, or died, and are left out of the case in which they did. */
    public List<Absent> failed() {
        return List.copyOf(failed);
    }

    /** The cases for which there was no time. */
    public List<String> leftOut() {
        return List.copyOf(leftOut);
    }

    private void measure(Workers workers, Parameters parameters) throws IOException {
        String title = (scenario.name() + " " + parameters).trim();
        listener.doing(title + ": setting up", 0);
        Map<String, Session> sessions = new SetUp(workers, scenario, parameters, title).open();
        if (Children.areEnding()) {
            throw new IOException("interrupted");
        }
        Map<String, List<Figure>> figures = new LinkedHashMap<>();
        sessions.keySet().forEach(name -> figures.put(name, new ArrayList<>()));
        long start = System.nanoTime();
        long end = plan.timing().caseEnd();
        for (int round = 0; round < plan.rounds(); round++) {
            long now = System.nanoTime();
            if (round >= plan.leastRounds() && now + (now - start) / round > end) {
                break;
            }
            double byTime = (double) (now - start) / Math.max(1, end - start);
            listener.doing(title + ": round " + (round + 1), Math.max(byTime, (double) round / plan.rounds()));
            List<String> order = new ArrayList<>(sessions.keySet());
            Collections.shuffle(order, random);
            for (String name : order) {
                try {
                    figures.get(name)
                            .add(scenario.figure(parameters, sessions.get(name).round(plan.roundNanos())));
                } catch (IOException | LostEventsException e) {
                    fail(title, name, e);
                    figures.remove(name);
                    sessions.remove(name);
                    workers.discard(name);
                }
            }
        }
        for (Map.Entry<String, Session> session : sessions.entrySet()) {
            try {
                session.getValue().close();
            } catch (IOException e) {
                fail(title, session.getKey(), e);
                workers.discard(session.getKey());
            }
        }
        measured.add(new CaseRounds(scenario, parameters, scenario.unit(parameters), figures));
    }

    private void fail(String title, String contender, Exception failure) {
        failed.add(new Absent(contender, title + ": " + failure.getMessage()));
    }

    private void derive(Parameters parameters, Derived derived) {
        List<CaseRounds> parts = derived.cases().stream()
                .map(each -> measured.stream()
                        .filter(rounds -> rounds.parameters().equals(each))
                        .findFirst()
                        .orElseThrow())
                .toList();
        Map<String, List<Figure>> figures = new LinkedHashMap<>();
        for (String name : parts.get(0).figures().keySet()) {
            if (parts.stream().allMatch(part -> part.figures().containsKey(name))) {
                int rounds = parts.stream()
                        .mapToInt(part -> part.figures().get(name).size())
                        .min()
                        .orElseThrow();
                figures.put(
                        name,
                        IntStream.range(0, rounds)
                                .mapToObj(round -> new Figure(
                                        derived.formula()
                                                .of(parts.stream()
                                                        .mapToDouble(part -> part.figures()
                                                                .get(name)
                                                                .get(round)
                                                                .value())
                                                        .toArray()),
                                        Map.of()))
                                .toList());
            }
        }
        measured.add(new CaseRounds(scenario, parameters, derived.unit(), figures));
    }

    /** Opens and warms up the sessions of a case, as many at a time as there are processors. */
    private final class SetUp {
        private final Workers workers;
        private final Scenario scenario;
        private final Parameters parameters;
        private final String title;

        SetUp(Workers workers, Scenario scenario, Parameters parameters, String title) {
            this.workers = workers;
            this.scenario = scenario;
            this.parameters = parameters;
            this.title = title;
        }

        Map<String, Session> open() {
            Map<String, Session> opened = new ConcurrentHashMap<>();
            Parallel.forEach(contenders, contender -> {
                Session session = open(contender.name());
                if (session != null) {
                    opened.put(contender.name(), session);
                }
            });
            Map<String, Session> inOrder = new LinkedHashMap<>();
            for (Contender contender : contenders) {
                if (opened.containsKey(contender.name())) {
                    inOrder.put(contender.name(), opened.get(contender.name()));
                }
            }
            return inOrder;
        }

        /** A session, or null if the contender has no such scenario, or failed. */
        private Session open(String name) {
            try {
                if (!can(name)) {
                    return null;
                }
                Session session = scenario.open(workers, name, parameters);
                WarmUp warmUp = new WarmUp(plan.warmUpNanos());
                do {
                    double value = scenario.figure(parameters, session.round(warmUp.roundNanos()))
                            .value();
                    warmUp.add(scenario.unit(parameters).isRate() ? -value : value);
                } while (warmUp.goesOn());
                return session;
            } catch (IOException | LostEventsException e) {
                fail(title, name, e);
                workers.discard(name);
                return null;
            }
        }

        private boolean can(String name) throws IOException {
            if (!scenario.isForWorkers()) {
                return scenario.takes(name, parameters);
            }
            String all = workers.process(name).hello().get("scenarios");
            return List.of(all.split(",", -1)).contains(scenario.workName(parameters));
        }
    }
}
