package dev.vigil.bench.command;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.vigil.BackendStatus;
import dev.vigil.BackendUnavailableException;
import dev.vigil.EventSource;
import dev.vigil.Feature;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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
        description = "Lists the backends: whether each is available here, and what it can do.")
public final class BackendsCommand implements Callable<Integer> {
    private static final String[] HEADINGS = {"NAME", "AVAILABLE", "PRIORITY", "FEATURES"};

    @Option(names = "--json", description = "Print JSON instead of a table.")
    private boolean json;

    @Spec
    private CommandSpec spec;

    /** The name of the backend that a program gets here that names none, or null. */
    private String chosen;

    /** Why there is none. */
    private String trouble;

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
        int[] widths = new int[HEADINGS.length - 1];
        for (String[] row : rows) {
            for (int i = 0; i < widths.length; i++) {
                widths[i] = Math.max(widths[i], row[i].length());
            }
        }
        for (String[] row : rows) {
            for (int i = 0; i < widths.length; i++) {
                out.print(row[i] + " ".repeat(widths[i] - row[i].length() + 2));
            }
            out.println(row[widths.length]);
        }
        out.println();
        out.println(chosen == null ? "Chosen here: none, " + trouble : "Chosen here: " + chosen);
        String avoided = all.stream()
                .filter(BackendStatus::avoided)
                .map(BackendStatus::name)
                .collect(Collectors.joining(", "));
        if (!avoided.isEmpty()) {
            out.println("Avoided (dev.vigil.backend.avoid): " + avoided);
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
        return new ObjectMapper().writerWithDefaultPrettyPrinter().writeValueAsString(root);
    }

    private static List<String> features(BackendStatus status) {
        return status.features().stream().sorted().map(Feature::toString).toList();
    }
}
