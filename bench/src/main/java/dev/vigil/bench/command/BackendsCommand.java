package dev.vigil.bench.command;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.vigil.AutoChoice;
import dev.vigil.BackendCosts;
import dev.vigil.BackendStatus;
import dev.vigil.BackendUnavailableException;
import dev.vigil.EventSource;
import dev.vigil.Feature;
import dev.vigil.spi.Backends;
import dev.vigil.uring.RingMode;
import dev.vigil.uring.RingSupport;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Lists what {@link EventSource#backends()} knows. */
@Command(
        name = "backends",
        mixinStandardHelpOptions = true,
        description = {
            "Lists the backends: whether each is available here, and what it can do.",
            "Then what the choice by measurement (-Ddev.vigil.backend=auto) would be, with its figures: they are measured "
                    + "and kept as by the first source that is opened so, if there are none yet."
        })
public final class BackendsCommand implements Callable<Integer> {
    private static final String[] HEADINGS = {"NAME", "AVAILABLE", "PRIORITY", "FEATURES"};
    private static final String[] COSTS = {"NAME", "EVENT", "1 OF 1", "1 OF 64", "64 OF 64", "CHANGE"};

    @Option(names = "--json", description = "Print JSON instead of a table.")
    private boolean json;

    @Spec
    private CommandSpec spec;

    /** The name of the backend that a program gets here that names none, or null. */
    private String chosen;

    /** Why there is none. */
    private String trouble;

    /** The choice by measurement, or null where nothing can be chosen. */
    private AutoChoice measured;

    @Override
    public Integer call() throws IOException {
        choose();
        List<BackendStatus> all = EventSource.backends();
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            out.println(json(all));
        } else {
            table(all, out);
        }
        return 0;
    }

    private void choose() throws IOException {
        try (EventSource source = EventSource.open()) {
            chosen = source.backend();
        } catch (BackendUnavailableException e) {
            trouble = e.getMessage().lines().findFirst().orElseThrow().replaceFirst("; backends here:$", "");
        } catch (IOException e) {
            // Such as a ring that is asked for, where there is none.
            trouble = e.getMessage();
            return;
        }
        try {
            measured = Backends.measured(Set.of());
        } catch (BackendUnavailableException e) {
            // None is available: the list says why.
        }
    }

    private void table(List<BackendStatus> all, PrintWriter out) {
        List<String[]> rows = new ArrayList<>();
        rows.add(HEADINGS);
        for (BackendStatus status : all) {
            boolean usable = status.availability().usable();
            rows.add(new String[] {
                status.name(),
                usable ? "yes" : "no",
                Integer.toString(status.priority()),
                usable
                        ? String.join(" ", features(status))
                        : status.availability().reason()
            });
        }
        print(rows, out);
        out.println();
        out.println(chosen == null ? "Chosen here: none, " + trouble : "Chosen here: " + chosen);
        String avoided = all.stream()
                .filter(BackendStatus::avoided)
                .map(BackendStatus::name)
                .collect(Collectors.joining(", "));
        if (!avoided.isEmpty()) {
            out.println("Avoided (dev.vigil.backend.avoid): " + avoided);
        }
        out.println("Batches through io_uring (" + RingMode.PROPERTY + "): " + RingSupport.describe());
        if (measured != null) {
            costs(out);
        }
    }

    private void costs(PrintWriter out) {
        out.println();
        out.println("By measurement (dev.vigil.backend=auto): " + measured.backend());
        out.println(measured.account());
        if (!measured.costs().isEmpty()) {
            List<String[]> rows = new ArrayList<>();
            rows.add(COSTS);
            for (BackendCosts each : measured.costs()) {
                rows.add(new String[] {
                    each.backend(),
                    Long.toString(each.event()),
                    Long.toString(each.alone()),
                    Long.toString(each.among()),
                    Long.toString(each.together()),
                    Long.toString(each.change())
                });
            }
            out.println("ns for an event, on average and by how many are ready of those watched, and for a change:");
            print(rows, out);
        }
    }

    /** In columns; the last one is as wide as it is. */
    private static void print(List<String[]> rows, PrintWriter out) {
        int last = rows.get(0).length - 1;
        int[] widths = new int[last];
        for (String[] row : rows) {
            for (int i = 0; i < last; i++) {
                widths[i] = Math.max(widths[i], row[i].length());
            }
        }
        for (String[] row : rows) {
            for (int i = 0; i < last; i++) {
                out.print(row[i] + " ".repeat(widths[i] - row[i].length() + 2));
            }
            out.println(row[last]);
        }
    }

    private String json(List<BackendStatus> all) throws JsonProcessingException {
        List<Map<String, Object>> backends = new ArrayList<>();
        for (BackendStatus status : all) {
            Map<String, Object> backend = new LinkedHashMap<>();
            backend.put("name", status.name());
            backend.put("available", status.availability().usable());
            backend.put("reason", status.availability().reason());
            backend.put("priority", status.priority());
            backend.put("features", features(status));
            backend.put("avoided", status.avoided());
            backends.add(backend);
        }
        Map<String, Object> root = new LinkedHashMap<>();
        root.put("chosen", chosen);
        root.put("backends", backends);
        root.put("ring", RingSupport.describe());
        root.put("measured", measured == null ? null : measured());
        return new ObjectMapper().writerWithDefaultPrettyPrinter().writeValueAsString(root);
    }

    private Map<String, Object> measured() {
        List<Map<String, Object>> costs = new ArrayList<>();
        for (BackendCosts each : measured.costs()) {
            Map<String, Object> cost = new LinkedHashMap<>();
            cost.put("name", each.backend());
            cost.put("event", each.event());
            cost.put("alone", each.alone());
            cost.put("among", each.among());
            cost.put("together", each.together());
            cost.put("change", each.change());
            costs.add(cost);
        }
        Map<String, Object> choice = new LinkedHashMap<>();
        choice.put("chosen", measured.backend());
        choice.put("account", measured.account());
        choice.put("costs", costs);
        return choice;
    }

    private static List<String> features(BackendStatus status) {
        return status.features().stream().sorted().map(Feature::toString).toList();
    }
}
