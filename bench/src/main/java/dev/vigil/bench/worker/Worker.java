package dev.vigil.bench.worker;

import dev.vigil.bench.mechanism.Mechanism;
import dev.vigil.bench.mechanism.Mechanisms;
import dev.vigil.bench.scenario.Scenario;
import dev.vigil.bench.scenario.Scenarios;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintStream;
import java.util.List;

/** Answers requests, one line each, until there are no more. */
final class Worker {
    private final String contender;
    private Workload current;
    private String currentName;
    private boolean broken;

    Worker(String contender) {
        this.contender = contender;
    }

    void serve(BufferedReader in, PrintStream out) throws IOException {
        try {
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                String reply = answer(line);
                out.println(reply);
                out.flush();
                if (line.trim().equals("quit") || out.checkError()) {
                    return;
                }
            }
        } finally {
            if (current != null) {
                current.close();
            }
        }
    }

    private String answer(String line) {
        try {
            Request request = Request.parse(line);
            return switch (request.word()) {
                case "hello" -> hello(request);
                case "setup" -> setup(request);
                case "round" -> round(request);
                case "teardown" -> teardown(request);
                case "quit" -> "ok";
                default ->
                    throw new RefusedException(
                            "'" + request.word() + "' is none of hello, setup, round, teardown, quit");
            };
        } catch (RefusedException e) {
            return "error message=" + oneLine(e.getMessage());
        } catch (Exception | LinkageError e) {
            return "error message=" + oneLine(e.toString());
        }
    }

    private String hello(Request request) throws IOException {
        request.end();
        try (Mechanism mechanism = Mechanisms.create(contender)) {
            List<String> can = Scenarios.inWorkers().stream()
                    .filter(scenario -> scenario.takes(contender))
                    .map(Scenario::name)
                    .toList();
            return "ok protocol=1 contender=" + contender + " version="
                    + mechanism.version().replace(' ', '_') + " limit=" + Limits.descriptors() + " scenarios="
                    + String.join(",", can);
        }
    }

    private String setup(Request request) throws IOException {
        if (current != null) {
            throw new RefusedException(currentName + " is set up already; teardown comes first");
        }
        String name = request.required("scenario");
        Scenario scenario = Scenarios.inWorkers().stream()
                .filter(each -> each.name().equals(name))
                .findAny()
                .orElseThrow(() -> new RefusedException(contender + " has no scenario '" + name + "'"));
        Workload workload = scenario.workload(contender, request);
        try {
            request.end();
            workload.open();
        } catch (IOException | RuntimeException | LinkageError e) {
            workload.close();
            throw e;
        }
        current = workload;
        currentName = name;
        broken = false;
        return "ok" + workload.details();
    }

    private String round(Request request) throws IOException {
        if (current == null) {
            throw new RefusedException("nothing is set up; setup comes first");
        }
        if (broken) {
            throw new RefusedException("the round before failed; teardown comes first");
        }
        Budget budget = Budget.of(request);
        Reply reply = new Reply();
        broken = true;
        current.round(budget, reply);
        broken = false;
        return reply.toString();
    }

    private String teardown(Request request) throws IOException {
        if (current == null) {
            throw new RefusedException("nothing is set up");
        }
        request.end();
        Workload ending = current;
        current = null;
        ending.close();
        return "ok";
    }

    private static String oneLine(String text) {
        return text == null ? "no reason given" : text.replaceAll("\\s*\\R\\s*", " | ");
    }
}
