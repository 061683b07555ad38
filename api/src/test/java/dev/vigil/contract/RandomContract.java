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
 * Random scripts against a model: after every step one poll tells exactly what the model says. Every backend answers to the
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

    private static String told(EventSource source, List<Model> models) throws IOException {
        StringBuilder all = new StringBuilder();
        source.pollNow();
        for (Model model : models) {
            String state = model.toString();
            int told = model.takeTold();
            all.append("\n").append(state).append(": ").append(told < 0 ? "told twice" : Readiness.of(told));
        }
        return all.toString();
    }
}
