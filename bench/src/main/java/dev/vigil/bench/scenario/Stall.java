package dev.vigil.bench.scenario;

import dev.vigil.bench.contender.Contenders;
import dev.vigil.bench.proxy.ProxyContenders;
import java.util.List;
import java.util.Map;

/**
 * The question of whoever carries many people's traffic in one process, and of Siebenmann's essay: what do all others have to
 * suffer when one receiver stops reading? All senders send at the same rate, together far less than the relay could carry: so
 * nobody can gain by what a stalled stream leaves free, and the undisturbed throughput is that rate. Each round
 * measures twice: first with all sinks reading; then some stop, their senders push until nothing more is taken (so that every
 * buffer on the way is full), and the others are measured again. The figure is the second throughput of those others as a share of
 * their first; what a sender could not send in time is lost, not made up for. Afterwards the sinks read on, and every
 * byte must come out. {@code throughput} is that of the undisturbed part, of all streams, in MiB/s, and {@code kept} its share of
 * the senders' rate: near 1, or the rate is not far below what this machine can carry.
 */
final class Stall extends ProxyScenario {
    @Override
    public String name() {
        return "stall";
    }

    @Override
    public String question() {
        return "Some receivers stop reading: what share of their throughput do the other streams keep?";
    }

    @Override
    public Unit unit() {
        return Unit.share("share kept");
    }

    @Override
    public List<Parameter> parameters() {
        return List.of(
                streams(64),
                Parameter.number("stalled", "of them, those whose sink stops reading", 1, PairScenario.MOST, 1, 32),
                Parameter.number("rate", "of each sender, in KiB/s", 1, 1 << 20, 2048),
                backend(),
                buffer());
    }

    @Override
    public String problem(Parameters parameters) {
        return parameters.number("stalled") < parameters.number("streams")
                ? super.problem(parameters)
                : "stalled=" + parameters.word("stalled") + " of streams=" + parameters.word("streams")
                        + ": one at least must be left to be measured";
    }

    @Override
    public Contenders contenders() {
        return ProxyContenders.oursAndNaive();
    }

    @Override
    Map<String, String> load(Parameters parameters) {
        // Small ones at both ends: a stall is felt after kilobytes and not after megabytes.
        return Map.of("socket", "64");
    }

    @Override
    public List<String> shownCounters() {
        return List.of("throughput", "kept");
    }

    @Override
    public Figure figure(Parameters parameters, Outcome outcome) {
        double share = outcome.find("share")
                .orElseThrow(() -> new LostEventsException("the load measured nothing while streams were stalled"));
        return new Figure(
                share,
                Map.of(
                        "throughput",
                        mibPerSecond(outcome, "bytes"),
                        "kept",
                        outcome.find("kept").orElse(Double.NaN)));
    }
}
