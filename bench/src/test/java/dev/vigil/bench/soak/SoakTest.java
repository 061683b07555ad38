package dev.vigil.bench.soak;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vigil.bench.Main;
import dev.vigil.contract.ChildJvm;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A short soak, and what a long one would say. */
class SoakTest {
    private static final int CONNECTIONS = 600;

    private static final class Nobody implements Soak.Viewer {
        private int told;

        @Override
        public void running(double seconds, long connections, int open, long medianNanos, SoakLevels levels) {
            assertTrue(levels.heap() > 0 && levels.threads() > 0);
        }

        @Override
        public void ended(SoakInterval interval) {
            told++;
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"nio", "poll", "epoll", "migrating"})
    void a_short_one_accounts_for_every_connection_and_leaves_nothing(String backend) throws Exception {
        Nobody viewer = new Nobody();
        Soak.Outcome outcome = Soak.run(new SoakSettings(backend, 0, CONNECTIONS, 50, 1, 2), viewer);
        assertEquals(List.of(), outcome.reasons());
        assertEquals(backend, outcome.backend());
        assertEquals(CONNECTIONS, outcome.connections());
        assertEquals(
                CONNECTIONS,
                outcome.byHabit().values().stream().mapToLong(Long::longValue).sum());
        assertEquals(Habit.values().length, outcome.byHabit().size());
        assertEquals(2, viewer.told);
        boolean hasPriority = !backend.equals("nio");
        assertEquals(hasPriority ? outcome.byHabit().get("URGENT") : 0, outcome.urgents());
    }

    @Test
    void it_ends_when_its_time_is_over() throws Exception {
        Soak.Outcome outcome = Soak.run(new SoakSettings("nio", 200_000_000, 0, 4, 1, 1), new Nobody());
        assertEquals(List.of(), outcome.reasons());
        assertTrue(outcome.connections() > 0);
    }

    private static SoakInterval interval(double seconds, long micros, SoakLevels levels) {
        return new SoakInterval(seconds, 1, 1, micros * 1000, micros * 1000, levels);
    }

    @ParameterizedTest
    @CsvSource({
        "10000000, 1000, 50, 9, ''",
        "9000000, 900, 40, 8, ''",
        "20000000, 1000, 50, 9, heap grew",
        "10000000, 9000000, 50, 9, direct memory grew",
        "10000000, 1000, 51, 9, descriptors grew",
        "10000000, 1000, 50, 10, threads grew"
    })
    void what_has_grown_is_told(long heap, long direct, long descriptors, int threads, String reason) {
        List<String> reasons = SoakVerdict.reasons(
                List.of(
                        interval(1, 100, new SoakLevels(10_000_000, 1000, 50, 9)),
                        interval(2, 100, new SoakLevels(heap, direct, descriptors, threads))),
                Map.of());
        assertEquals(reason.isEmpty() ? 0 : 1, reasons.size(), reasons::toString);
        assertTrue(reasons.stream().allMatch(line -> line.startsWith(reason)), reasons::toString);
    }

    @Test
    void a_latency_that_grows_is_told_of_runs_that_are_long() {
        SoakLevels levels = new SoakLevels(1, 1, 1, 1);
        List<SoakInterval> intervals = new ArrayList<>(Collections.nCopies(5, interval(60, 100, levels)));
        intervals.addAll(Collections.nCopies(5, interval(600, 5000, levels)));
        assertEquals(List.of("the median latency went from 100 to 5,000 us"), SoakVerdict.reasons(intervals, Map.of()));
        assertEquals(List.of(), SoakVerdict.reasons(intervals.subList(0, 5), Map.of()));
    }

    @Test
    void what_failed_is_told_with_how_often() {
        assertEquals(List.of("3 times: PLAIN: gone"), SoakVerdict.reasons(List.of(), Map.of("PLAIN: gone", 3L)));
    }

    @ParameterizedTest
    @CsvSource({
        "--minutes, 0, '--minutes 0.0 is out of range'",
        "--connections, 0, '--connections 0 is out of range'",
        "--backend, epol, 'soak: there is no backend named \"epol\"'",
        "--json, /nowhere/soak.json, '/nowhere/soak.json cannot be written'"
    })
    void bad_input_gets_a_line_and_status_2(String option, String value, String line) throws Exception {
        ChildJvm.Ended ended = ChildJvm.withTestClassPath().optionsFromBuild().run(Main.class, "soak", option, value);
        assertEquals(2, ended.status(), ended::toString);
        assertTrue(ended.err().startsWith(line), ended::err);
    }

    @Test
    void more_connections_than_the_machine_has_descriptors_for_are_refused() throws Exception {
        ChildJvm.Ended ended = ChildJvm.withTestClassPath()
                .optionsFromBuild()
                .descriptorLimit(200)
                .run(Main.class, "soak", "--connections", "1");
        assertEquals(2, ended.status(), ended::toString);
        assertEquals(1, ended.err().lines().count(), ended::err);
        assertTrue(ended.err().contains("at most 36 fit under this machine's descriptor limit of 200"), ended::err);
    }
}
