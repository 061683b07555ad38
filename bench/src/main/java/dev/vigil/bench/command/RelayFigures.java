package dev.vigil.bench.command;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.vigil.relay.RelayCounts;
import dev.vigil.relay.RelayOutcome;
import dev.vigil.relay.RelayTotals;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** The counts of a relay, for people and for programs. */
final class RelayFigures {
    private RelayFigures() {}

    /** One line, with rates since the last look. */
    static String line(RelayTotals now, RelayTotals before, double seconds) {
        return now.active() + " active of " + now.started() + ", forth "
                + Quantities.text((now.forth().bytes() - before.forth().bytes()) / seconds) + "/s, back "
                + Quantities.text((now.back().bytes() - before.back().bytes()) / seconds) + "/s, "
                + (now.forth().stalls() + now.back().stalls()) + " stalls, buffers "
                + Quantities.text((double) now.lentBytes());
    }

    /** What is said at the end. */
    static String summary(RelayTotals totals) {
        return totals.started() + " connections, "
                + Quantities.text((double) totals.forth().bytes()) + " forth, "
                + Quantities.text((double) totals.back().bytes()) + " back"
                + count(totals, RelayOutcome.FAILED, "failed")
                + count(totals, RelayOutcome.IDLE, "idle too long")
                + count(totals, RelayOutcome.CONNECT_FAILED, "not connected")
                + count(totals, RelayOutcome.CONNECT_TIMED_OUT, "not connected in time")
                + count(totals, RelayOutcome.CUT, "cut");
    }

    private static String count(RelayTotals totals, RelayOutcome outcome, String words) {
        return totals.ended(outcome) == 0 ? "" : ", " + totals.ended(outcome) + " " + words;
    }

    static String json(RelayTotals totals) {
        Map<String, Object> all = new LinkedHashMap<>();
        all.put("started", totals.started());
        all.put("active", totals.active());
        for (RelayOutcome outcome : RelayOutcome.values()) {
            all.put(name(outcome), totals.ended(outcome));
        }
        all.put("forth", counts(totals.forth()));
        all.put("back", counts(totals.back()));
        all.put("lentBytes", totals.lentBytes());
        all.put("allocatedBytes", totals.allocatedBytes());
        all.put("memoryBytes", totals.memoryBytes());
        try {
            return JsonMapper.builder()
                            .enable(SerializationFeature.INDENT_OUTPUT)
                            .build()
                            .writeValueAsString(all)
                    + "\n";
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Map<String, Object> counts(RelayCounts counts) {
        Map<String, Object> all = new LinkedHashMap<>();
        all.put("bytes", counts.bytes());
        all.put("stalls", counts.stalls());
        all.put("stalledNanos", counts.stalledNanos());
        return all;
    }

    /** CONNECT_TIMED_OUT is connectTimedOut. */
    private static String name(RelayOutcome outcome) {
        StringBuilder name = new StringBuilder();
        for (String word : outcome.name().toLowerCase(Locale.ROOT).split("_", -1)) {
            name.append(name.length() == 0 ? word : word.substring(0, 1).toUpperCase(Locale.ROOT) + word.substring(1));
        }
        return name.toString();
    }
}
