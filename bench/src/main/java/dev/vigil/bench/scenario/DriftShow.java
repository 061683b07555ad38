package dev.vigil.bench.scenario;

import dev.vigil.bench.mechanism.Mechanism;
import dev.vigil.bench.worker.Request;
import java.io.IOException;

/** The work of {@code drift} for somebody who looks on, with nothing measured in the end. */
public final class DriftShow {
    /** Looks on. */
    public interface Viewer {
        /** A window has ended; false to see no more. */
        boolean window(long sinceMove, long nanos, long events);
    }

    private DriftShow() {}

    /** Goes through so many moves with a mechanism that is not open yet, and closes it. */
    public static void run(Mechanism mechanism, Parameters parameters, int moves, Viewer viewer) throws IOException {
        StringBuilder request = new StringBuilder("setup");
        parameters
                .sent()
                .forEach((key, value) ->
                        request.append(' ').append(key).append('=').append(value));
        DriftWork work = new DriftWork(mechanism, Request.parse(request.toString()));
        try {
            work.open();
            work.show(moves, viewer);
        } finally {
            work.close();
        }
    }
}
