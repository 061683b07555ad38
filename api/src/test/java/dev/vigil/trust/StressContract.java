package dev.vigil.trust;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Many threads on one source, with exact accounting. {@code -Dvigil.trust.seconds=N} says how long, {@code -Dvigil.trust.seed=S} what
 * each thread does.
 */
public interface StressContract {
    /** The backend. */
    Dialect dialect();

    /** How many threads change registrations. */
    int CHANGERS = 8;

    /** How many threads poll. */
    int POLLERS = 4;

    @Test
    @Timeout(value = 1, unit = TimeUnit.DAYS)
    default void whatEightThreadsChangeIsToldByFourThatPollExactly() throws Exception {
        long seconds = TrustSettings.seconds(3);
        long seed = TrustSettings.ofProperties(1).seed();
        System.out.println(
                getClass().getSimpleName() + ": -Dvigil.trust.seconds=" + seconds + " -Dvigil.trust.seed=" + seed);
        Stress stress = new Stress(dialect().fixture(), seed);
        stress.run(seconds);
        System.out.println(getClass().getSimpleName() + ": " + stress);
    }
}
