package dev.vigil.bench.worker;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WorkerTest {
    private static List<String> answers(String contender, String... requests) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (PrintStream print = new PrintStream(out, true, StandardCharsets.UTF_8)) {
            new Worker(contender).serve(new BufferedReader(new StringReader(String.join("\n", requests))), print);
        }
        return out.toString(StandardCharsets.UTF_8).lines().toList();
    }

    @ParameterizedTest
    @CsvSource({
        "ready watched=20 active=5",
        "ready watched=20 active=5 kind=socket wait=block",
        "ring watched=20 active=5 hops=50",
        "busy watched=20 active=10 share=0.3",
        "churn watched=5 mode=register",
        "churn watched=5 mode=update apply=1",
        "wakeup watched=5 pause=1000",
        "timeout nanos=1000",
        "gooch watched=60 pattern=local slice=1000000",
        "gooch watched=20 pattern=uniform slice=1000000",
        "drift watched=40 active=5 pattern=set period=10000000",
        "drift watched=40 active=5 pattern=zipf period=10000000"
    })
    void everyScenarioIsDoneByEveryKindOfContender(String setup) throws IOException {
        for (String contender : new String[] {"nio", "epoll", "poll", "jdk", "jdk-keys", "netty", "enxio"}) {
            List<String> answers =
                    answers(contender, "setup scenario=" + setup, "round iterations=3", "teardown", "quit");
            assertEquals("ok", answers.get(0), contender);
            assertTrue(answers.get(1).startsWith("result iterations=3 "), contender + ": " + answers.get(1));
            assertEquals(List.of("ok", "ok"), answers.subList(2, 4), contender);
        }
    }

    @Test
    void theFloorDoesWhatNeedsNoWatching() throws IOException {
        List<String> answers = answers("none", "hello", "setup scenario=churn watched=5 mode=register");
        assertTrue(answers.get(0).contains(" scenarios=ready,ring,"), answers.get(0));
        assertTrue(!answers.get(0).contains("churn"), answers.get(0));
    }

    @Test
    void requestsThatMakeNoSenseAreRefusedAndLeaveEverythingAsItWas() throws IOException {
        List<String> answers = answers(
                "jdk",
                "round iterations=1",
                "setup scenario=nonsense",
                "setup scenario=ready watched=10 active=11",
                "setup scenario=ready watched=10 active=1 colour=red",
                "setup scenario=ready watched=10000000 active=1",
                "setup scenario=drift watched=10 active=6 pattern=set",
                "setup scenario=ready watched=10 active=1",
                "setup scenario=ready watched=10 active=1",
                "round iterations=1 nanos=1",
                "round iterations=1",
                "nonsense");
        for (int refused : new int[] {0, 1, 2, 3, 4, 5, 7, 8, 10}) {
            assertTrue(answers.get(refused).startsWith("error message="), refused + ": " + answers.get(refused));
        }
        assertTrue(answers.get(4).contains("RLIMIT_NOFILE"), answers.get(4));
        assertEquals("ok", answers.get(6));
        assertTrue(answers.get(9).startsWith("result "), answers.get(9));
    }
}
