package dev.vigil.bench.scenario;

import dev.vigil.bench.contender.Contenders;
import dev.vigil.bench.run.Session;
import dev.vigil.bench.run.Workers;
import dev.vigil.bench.worker.RefusedException;
import dev.vigil.bench.worker.Request;
import dev.vigil.bench.worker.Workload;
import java.io.IOException;
import java.util.List;
import java.util.Map;

/** A question, and the work that answers it. */
public interface Scenario {
    /** As on the command line and in JSON. */
    String name();

    /** The question, in one sentence. */
    String question();

    /** Of the figure. */
    Unit unit();

    /** Of the figure of one case, where not all have the same. */
    default Unit unit(Parameters parameters) {
        return unit();
    }

    /** In the order in which they are shown. */
    List<Parameter> parameters();

    /** Who can take part at all, and who is absent. */
    default Contenders contenders() {
        return Contenders.find();
    }

    /** How long a round takes if the user does not say. */
    default int roundMillis() {
        return 100;
    }

    /** Whether a parameter means anything beside the others; one that doesn't is left out. */
    default boolean means(Parameters parameters, String name) {
        return true;
    }

    /** Why these parameters make no sense together, or null if they do. */
    default String problem(Parameters parameters) {
        return null;
    }

    /** Whether a contender in Java can do this. Contenders in C tell by themselves. */
    default boolean takes(String contender) {
        return true;
    }

    /** Whether it can do this case. */
    default boolean takes(String contender, Parameters parameters) {
        return takes(contender);
    }

    /** What a worker does, by the rest of the request. */
    default Workload workload(String contender, Request request) {
        throw new RefusedException(name() + " does not run in a worker of this kind");
    }

    /** The name of the work in the protocol, where it isn't this scenario's own. */
    default String workName(Parameters parameters) {
        return name();
    }

    /** Whether a contender's own worker does the work, and so knows whether it can. */
    default boolean isForWorkers() {
        return true;
    }

    /** Sets up one contender for one case. */
    default Session open(Workers workers, String contender, Parameters parameters) throws IOException {
        return workers.session(contender, workName(parameters), parameters.sent());
    }

    /** Whether a figure less that of the floor says more than the figure. */
    default boolean isOverFloor() {
        return false;
    }

    /** The figure of one round, checked: throws {@link LostEventsException} when the events were not those asked for. */
    Figure figure(Parameters parameters, Outcome outcome);

    /** Names of the counters worth a column in a table, in order. */
    default List<String> shownCounters() {
        return List.of();
    }

    /** A parameter each value of which is a line of its own in a chart over another one, or null. */
    default String lineBy() {
        return null;
    }

    /** Further figures that come of several cases, by the parameters under which they are reported. */
    default Map<Parameters, Derived> derived(List<Parameters> cases) {
        return Map.of();
    }
}
