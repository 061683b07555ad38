package dev.vigil.bench.herd;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.vigil.EventSource;
import dev.vigil.bench.Main;
import dev.vigil.contract.ChildJvm;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The scenarios of sharing, from the command line. */
class HerdTest {
    private static final String[] SHORT = {"--rounds", "1", "--round-time", "20", "--warm-up", "0", "--json", "-"};

    @BeforeEach
    void needsEpoll() {
        assumeTrue(
                EventSource.backends().stream()
                        .anyMatch(status -> status.name().equals("epoll")
                                && status.availability().usable()),
                "epoll is not available here");
    }

    private static List<JsonNode> results(String... arguments) throws Exception {
        String[] all = Stream.of(new String[] {"scenario"}, arguments, SHORT)
                .flatMap(Arrays::stream)
                .toArray(String[]::new);
        ChildJvm.Ended ended = ChildJvm.withTestClassPath().optionsFromBuild().run(Main.class, all);
        assertEquals(0, ended.status(), ended.err());
        List<JsonNode> results = new ArrayList<>();
        new ObjectMapper().readTree(ended.out()).get("results").forEach(results::add);
        return results;
    }

    private static void refused(String message, String... arguments) throws Exception {
        String[] all = Stream.of(new String[] {"scenario"}, arguments)
                .flatMap(Arrays::stream)
                .toArray(String[]::new);
        ChildJvm.Ended ended = ChildJvm.withTestClassPath().optionsFromBuild().run(Main.class, all);
        assertEquals(2, ended.status(), ended.err());
        assertTrue(ended.err().contains(message), ended.err());
        assertEquals("", ended.out());
    }

    private static double counter(JsonNode result, String name) {
        return result.at("/counters/" + name).doubleValue();
    }

    @Test
    void everyModeHasAResultInWhichAllConnectionsAreAccountedFor() throws Exception {
        List<JsonNode> results =
                results("herd", "--contenders", "epoll", "--waiters", "3", "--modes", String.join(",", Mode.names()));
        assertEquals(
                Mode.names(),
                results.stream()
                        .map(result -> result.at("/parameters/mode").asText())
                        .toList());
        for (JsonNode result : results) {
            assertEquals("us/connect", result.get("unit").asText());
            assertTrue(result.get("median").doubleValue() > 0, result::toString);
            double shares = counter(result, "share1") + counter(result, "share2") + counter(result, "share3");
            assertEquals(100, shares, 0.1, result::toString);
            assertTrue(counter(result, "busiestOverMean") >= 1, result::toString);
            assertTrue(counter(result, "unused") <= 2, result::toString);
            assertTrue(counter(result, "wakeupsPerConnection") > 0, result::toString);
            assertTrue(result.at("/counters/futileWakeups").isNumber(), result::toString);
            // In a round as short as this one a busy machine may have let nobody accept.
            assertTrue(result.at("/counters/acceptsPerSecond").isNumber(), result::toString);
        }
    }

    @Test
    void duplicatesOfTheListenerAreWatchedToo() throws Exception {
        List<JsonNode> results = results(
                "herd", "--contenders", "poll", "--waiters", "2", "--modes", "level", "--set", "duplicates=1,16");
        assertEquals(2, results.size());
        assertEquals(16, results.get(1).at("/parameters/duplicates").intValue());
    }

    @Test
    void processesThatInheritTheListenerEachHaveTheirShare() throws Exception {
        List<JsonNode> results =
                results("herd", "--contenders", "epoll", "--processes", "4", "--modes", "exclusive,rotating");
        assertEquals(2, results.size());
        for (JsonNode result : results) {
            assertEquals(4, result.at("/parameters/processes").intValue());
            assertTrue(result.at("/counters/share4").isNumber(), result::toString);
        }
    }

    @Test
    void whoAcceptsIsMeasuredForEachThatCan() throws Exception {
        List<JsonNode> results = results("accept", "--contenders", "nio,poll,epoll,jdk");
        assertEquals(4, results.size());
        for (JsonNode result : results) {
            assertEquals("accepts/s", result.get("unit").asText());
            assertTrue(result.get("median").doubleValue() > 0, result::toString);
        }
    }

    @Test
    void whatMakesNoSenseIsRefusedWithTheChoices() throws Exception {
        refused("must be one of level, exclusive, rotating", "herd", "--modes", "all");
        refused("must be a number from 1 to", "herd", "--waiters", "0");
        refused("must be a number from 1 to", "herd", "--waiters", "many");
        refused("must be a number from 1 to", "herd", "--processes", "0");
        refused("must be one of level, exclusive, rotating", "herd", "--processes", "2", "--modes", "dealing");
        refused("duplicates must be 1", "herd", "--modes", "reuseport", "--set", "duplicates=16");
        refused("it is for epoll", "herd", "--contenders", "jdk");
        refused("must be one of auto, exclusive", "accept", "--set", "sharing=none");
    }
}
