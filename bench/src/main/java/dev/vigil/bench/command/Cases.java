package dev.vigil.bench.command;

import dev.vigil.bench.scenario.Parameter;
import dev.vigil.bench.scenario.Parameters;
import dev.vigil.bench.scenario.Scenario;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** The cases of a scenario: every combination of the values given, or of the defaults. */
final class Cases {
    private Cases() {}

    static List<Parameters> of(Scenario scenario, Map<String, List<String>> given) {
        check(scenario, given);
        List<Map<String, String>> cases = List.of(Map.of());
        for (Parameter parameter : scenario.parameters()) {
            List<String> values = given.getOrDefault(parameter.name(), parameter.defaults());
            if (!values.isEmpty()) {
                cases = product(cases, parameter.name(), values);
            }
        }
        List<Parameters> all = cases.stream()
                .map(Parameters::new)
                .map(each -> meaning(scenario, each))
                .distinct()
                .toList();
        for (String name : given.keySet()) {
            if (all.stream().noneMatch(each -> each.has(name))) {
                throw new UsageException(scenario.name() + ": " + name + " means nothing with the other parameters");
            }
        }
        List<Parameters> possible =
                all.stream().filter(each -> scenario.problem(each) == null).toList();
        // What the user named must be possible; of the defaults those are run that are.
        if (possible.isEmpty() || (!given.isEmpty() && possible.size() < all.size())) {
            throw new UsageException(scenario.name() + ": "
                    + all.stream()
                            .map(scenario::problem)
                            .filter(problem -> problem != null)
                            .findFirst()
                            .orElseThrow());
        }
        return possible;
    }

    /** Those that mean something together. */
    private static Parameters meaning(Scenario scenario, Parameters parameters) {
        Parameters left = parameters;
        for (String name : parameters.values().keySet()) {
            if (!scenario.means(parameters, name)) {
                left = left.without(name);
            }
        }
        return left;
    }

    private static List<Map<String, String>> product(
            List<Map<String, String>> cases, String name, List<String> values) {
        List<Map<String, String>> product = new ArrayList<>();
        for (Map<String, String> each : cases) {
            for (String value : values) {
                Map<String, String> further = new LinkedHashMap<>(each);
                further.put(name, value);
                product.add(further);
            }
        }
        return product;
    }

    private static void check(Scenario scenario, Map<String, List<String>> given) {
        given.forEach((name, values) -> {
            Parameter parameter = scenario.parameters().stream()
                    .filter(each -> each.name().equals(name))
                    .findFirst()
                    .orElseThrow(() -> new UsageException(scenario.name() + " has no parameter '" + name + "'; it has "
                            + (scenario.parameters().isEmpty()
                                    ? "none"
                                    : scenario.parameters().stream()
                                            .map(Parameter::name)
                                            .collect(Collectors.joining(", ")))));
            for (String value : values) {
                if (!parameter.check().accepts(value)) {
                    throw new UsageException(scenario.name() + ": " + name + "=" + value + " must be "
                            + parameter.check().wanted());
                }
            }
        });
    }
}
