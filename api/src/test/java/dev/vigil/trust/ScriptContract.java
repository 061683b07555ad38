package dev.vigil.trust;

import static org.junit.jupiter.api.Assertions.fail;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Random scripts on one backend, judged by poll(2): as many as go into some seconds. {@code -Dvigil.trust.steps=N} says how many
 * operations instead, and {@code -Dvigil.trust.seed=S} where to begin; {@code -Dvigil.trust.script=...} plays one script again.
 */
public interface ScriptContract {
    /** How many operations a script has. */
    int LENGTH = 250;

    /** The backend, and what it does differently. */
    Dialect dialect();

    /** The system. */
    Kernel kernel();

    /** How many operations are run where no property says otherwise. */
    default long usualSteps() {
        return 100_000;
    }

    /** The kinds of files that the scripts open. */
    default List<FileKind> kinds() {
        return FileKinds.of(dialect(), kernel());
    }

    @Test
    @Timeout(value = 1, unit = TimeUnit.DAYS)
    default void whatRandomScriptsAreToldIsExplainedByTheKernel() throws IOException {
        TrustSettings settings = TrustSettings.ofProperties(usualSteps());
        ScriptRun run = new ScriptRun(dialect().with(TrustSettings.traits()), kernel(), kinds());
        if (settings.script().isPresent()) {
            check(run, settings.script().get(), "the script of -D" + TrustSettings.SCRIPT);
            return;
        }
        System.out.println(getClass().getSimpleName() + ": -Dvigil.trust.steps=" + settings.steps()
                + " -Dvigil.trust.seed=" + settings.seed());
        long seed = settings.seed();
        long done = 0;
        for (; done < settings.steps() && !settings.isOver(); done += LENGTH) {
            check(run, Script.random(seed, LENGTH), "seed " + seed);
            seed++;
        }
        System.out.println(getClass().getSimpleName() + ": " + done + " operations");
    }

    private void check(ScriptRun run, Script script, String what) throws IOException {
        ScriptRun.Outcome outcome = run.run(script);
        if (outcome.finding() == null) {
            return;
        }
        Script shortest = new Shrinker(shorter -> fails(run, shorter)).shrink(script);
        ScriptRun.Outcome shown = run.run(shortest);
        if (shown.finding() == null) {
            shortest = script;
            shown = outcome;
        }
        fail(new Program(dialect(), shown).text(getClass().getSimpleName(), what, shortest), outcome.finding());
    }

    private static boolean fails(ScriptRun run, Script script) {
        try {
            return run.run(script).finding() != null;
        } catch (IOException e) {
            return false;
        }
    }
}
