package dev.vigil.bench.command;

import dev.vigil.bench.contender.Absent;
import dev.vigil.bench.contender.Contender;
import dev.vigil.bench.contender.Contenders;
import dev.vigil.bench.scenario.Parameters;
import dev.vigil.bench.scenario.Scenario;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The contenders that a user asked for. */
final class Selection {
    private Selection() {}

    /** All that are there, if none is named. One that is named and absent is an error. */
    static List<Contender> of(Contenders all, List<String> names) {
        return of(all, names, Set.of());
    }

    /** As the other, without some that are not named. */
    static List<Contender> of(Contenders all, List<String> names, Set<String> unasked) {
        if (names == null || names.isEmpty()) {
            return all.present().stream()
                    .filter(contender -> !unasked.contains(contender.name()))
                    .toList();
        }
        List<Contender> chosen = new ArrayList<>();
        for (String name : names) {
            chosen.add(all.present().stream()
                    .filter(contender -> contender.name().equals(name))
                    .findFirst()
                    .orElseThrow(() -> missing(all, name)));
        }
        return chosen.stream().distinct().toList();
    }

    /** Refuses contenders none of which can do any of these cases. Those that work in their own way tell only when asked. */
    static void requireAny(Scenario scenario, List<Parameters> cases, List<Contender> chosen, Contenders all) {
        if (!scenario.isForWorkers() && takers(scenario, cases, chosen).isEmpty()) {
            throw new UsageException(scenario.name() + " with these parameters is not for "
                    + chosen.stream().map(Contender::name).collect(Collectors.joining(", ")) + "; it is for "
                    + String.join(", ", takers(scenario, cases, all.present())));
        }
    }

    private static List<String> takers(Scenario scenario, List<Parameters> cases, List<Contender> contenders) {
        return contenders.stream()
                .map(Contender::name)
                .filter(name -> cases.stream().anyMatch(each -> scenario.takes(name, each)))
                .toList();
    }

    private static UsageException missing(Contenders all, String name) {
        Set<String> present = new TreeSet<>();
        all.present().forEach(contender -> present.add(contender.name()));
        return Stream.of(all.absent())
                .flatMap(List::stream)
                .filter(absent -> absent.contender().equals(name))
                .map(Absent::reason)
                .findFirst()
                .map(reason -> new UsageException("contender " + name + " is absent: " + reason))
                .orElseGet(() -> new UsageException(
                        "unknown contender '" + name + "'; there are " + String.join(", ", present)));
    }
}
