package dev.vigil.trust;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.fail;

import dev.vigil.Feature;
import dev.vigil.trust.FileKind.Quality;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * The same scripts on several backends: what is refused, and what is told of files whose ends see each other at once, is the same.
 * Left out is what {@code docs/differences.md} lists (numbers that were closed uncancelled), and handlers that throw, since the order
 * within a batch is each backend's own.
 */
public final class SameScripts {
    private static final Set<OpCode> LEFT_OUT = EnumSet.of(
            OpCode.CLOSE, OpCode.REPLACE, OpCode.DUPLICATE, OpCode.HAUNT, OpCode.REACT, OpCode.NEST, OpCode.UNNEST);

    private SameScripts() {}

    /** Runs scripts on all of these backends, with the features that all have, and compares. */
    public static void compare(Kernel kernel, long usualSteps, Dialect... dialects) throws IOException {
        TrustSettings settings = TrustSettings.ofProperties(usualSteps);
        System.out.println(
                "SameScripts: -Dvigil.trust.steps=" + settings.steps() + " -Dvigil.trust.seed=" + settings.seed());
        Set<Feature> common = EnumSet.allOf(Feature.class);
        for (Dialect dialect : dialects) {
            common.retainAll(dialect.features());
        }
        List<ScriptRun> runs = new ArrayList<>();
        for (Dialect dialect : dialects) {
            Dialect alike = dialect.only(common);
            List<FileKind> kinds = FileKinds.of(alike, kernel).stream()
                    .filter(kind -> kind.is(Quality.PROMPT) && !kind.is(Quality.DEVICE))
                    .toList();
            runs.add(new ScriptRun(alike, kernel, kinds));
        }
        long seed = settings.seed();
        for (long done = 0; done < settings.steps() && !settings.isOver(); done += ScriptContract.LENGTH) {
            compare(runs, Script.random(seed, ScriptContract.LENGTH).plain(LEFT_OUT), dialects);
            seed++;
        }
    }

    private static void compare(List<ScriptRun> runs, Script script, Dialect... dialects) throws IOException {
        if (!differ(runs, script)) {
            return;
        }
        Script shortest = new Shrinker(shorter -> differ(runs, shorter)).shrink(script);
        List<String> first = events(runs.get(0), shortest);
        for (int i = 1; i < runs.size(); i++) {
            String both = dialects[0].fixture() + " and " + dialects[i].fixture();
            List<String> other = events(runs.get(i), shortest);
            assertEquals(String.join("\n", first), String.join("\n", other), () -> both + " differ in " + shortest);
        }
        fail("they differed in " + script + ", and did not when it was run again");
    }

    private static boolean differ(List<ScriptRun> runs, Script script) {
        try {
            List<String> first = events(runs.get(0), script);
            for (ScriptRun run : runs.subList(1, runs.size())) {
                if (!first.equals(events(run, script))) {
                    return true;
                }
            }
            return false;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<String> events(ScriptRun run, Script script) throws IOException {
        ScriptRun.Outcome outcome = run.run(script);
        assertNull(outcome.finding(), script::toString);
        return outcome.events();
    }
}
