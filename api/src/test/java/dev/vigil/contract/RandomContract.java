package dev.vigil.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.vigil.EventSource;
import dev.vigil.Readiness;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Random scripts against a model: after every step one poll tells exactly what the model says, or, where
 * a thread of the backend's watches too, the polls until all of it has come. Every backend answers to the
 * same model, and so to every other backend.
 */
public interface RandomContract extends Contract {
    @Rule({1, 2, 3, 4, 5, 6, 8, 9})
    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20})
    default void aRandomScriptIsAnsweredAsTheModelSays(long seed) throws IOException {
        Random random = new Random(seed);
        List<Model> models = new ArrayList<>();
        StringBuilder script = new StringBuilder();
        try (EventSource source = open()) {
            List<Kind> kinds = fixture().kinds().stream()
                    .filter(kind -> kind.has(Trait.LOCAL))
                    .toList();
            for (int i = 0; i < 8; i++) {
                models.add(new Model(kinds.get(i % kinds.size())));
            }
            for (int step = 0; step < 400; step++) {
                int which = random.nextInt(models.size());
                script.append("\n")
                        .append(which)
                        .append(" ")
                        .append(models.get(which).act(source, random));
                assertEquals(expected(models), told(source, models), () -> "seed " + seed + script);
            }
        } finally {
            for (Model model : models) {
                model.close();
            }
        }
    }

    private static String expected(List<Model> models) {
        StringBuilder all = new StringBuilder();
        for (Model model : models) {
            all.append("\n").append(model).append(": ").append(Readiness.of(model.expected()));
        }
        return all.toString();
    }

    private String told(EventSource source, List<Model> models) throws IOException {
        poll(source, 0, models);
        if (!tellsAtOnce()) {
            long end = System.nanoTime() + Polling.LIMIT.toNanos();
            while (models.stream().anyMatch(Model::isOwed) && end - System.nanoTime() > 0) {
                poll(source, end - System.nanoTime(), models);
            }
            // And nothing else.
            poll(source, 0, models);
        }
        StringBuilder all = new StringBuilder();
        for (Model model : models) {
            String state = model.toString();
            int told = model.takeTold();
            all.append("\n").append(state).append(": ").append(told < 0 ? "told twice" : Readiness.of(told));
        }
        return all.toString();
    }

    private static void poll(EventSource source, long nanos, List<Model> models) throws IOException {
        source.poll(Math.max(0, nanos));
        models.forEach(Model::endPoll);
    }
}
