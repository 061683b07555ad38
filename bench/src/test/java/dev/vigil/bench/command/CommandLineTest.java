package dev.vigil.bench.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.vigil.bench.Main;
import dev.vigil.contract.ChildJvm;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What the command line answers, and its exit status. */
class CommandLineTest {
    /** For so long that other work on the machine does not matter. */
    private static final String MEASURING = "-Ddev.vigil.backend.auto.millis=2000";

    private static ChildJvm.Ended run(ChildJvm jvm, String... arguments) throws IOException, InterruptedException {
        return jvm.optionsFromBuild()
                .options("-Ddev.vigil.backend.auto.file=off", MEASURING)
                .run(Main.class, arguments);
    }

    private static ChildJvm.Ended run(String... arguments) throws IOException, InterruptedException {
        return run(ChildJvm.withTestClassPath(), arguments);
    }

    @Test
    void backends_lists_each_with_its_state() throws Exception {
        String table = run("backends").assertClean().out();
        assertTrue(table.lines().anyMatch(line -> line.matches("nio +yes +0 +channels")), table);
        assertTrue(table.contains("Chosen here: "), table);
    }

    @Test
    void backends_as_json_keeps_its_shape() throws Exception {
        ChildJvm jvm =
                ChildJvm.withTestClassPath().options("-Ddev.vigil.backend=nio", "-Ddev.vigil.backend.avoid=poll,none");
        JsonNode root = new ObjectMapper()
                .readTree(run(jvm, "backends", "--json").assertClean().out());
        assertEquals("nio", root.get("chosen").asText());
        List<String> names = new ArrayList<>();
        for (JsonNode backend : root.get("backends")) {
            List<String> fields = new ArrayList<>();
            backend.fieldNames().forEachRemaining(fields::add);
            assertEquals(List.of("name", "available", "reason", "priority", "features", "avoided"), fields);
            assertTrue(backend.get("available").isBoolean()
                    && backend.get("reason").isTextual());
            assertTrue(
                    backend.get("priority").isInt() && backend.get("features").isArray());
            assertEquals(
                    "poll".equals(backend.get("name").asText()),
                    backend.get("avoided").asBoolean());
            names.add(backend.get("name").asText());
        }
        assertTrue(names.containsAll(List.of("nio", "poll", "epoll")), names.toString());
    }

    @Test
    void backends_shows_the_choice_by_measurement_with_its_figures() throws Exception {
        String table = run("backends").assertClean().out();
        assertTrue(table.contains("By measurement (dev.vigil.backend=auto): "), table);
        assertTrue(table.contains("NAME       EVENT  1 OF 1  1 OF 64  64 OF 64  CHANGE\n"), table);
        assertTrue(table.lines().anyMatch(line -> line.matches("epoll +\\d+ +\\d+ +\\d+ +\\d+ +\\d+")), table);
        JsonNode measured = new ObjectMapper()
                .readTree(run("backends", "--json").assertClean().out())
                .get("measured");
        assertTrue(measured.get("account").asText().startsWith("measured in "), measured::toString);
        List<String> fields = new ArrayList<>();
        measured.get("costs").get(0).fieldNames().forEachRemaining(fields::add);
        assertEquals(List.of("name", "event", "alone", "among", "together", "change"), fields);
    }

    @Test
    void backends_lists_all_even_if_one_is_forced_that_does_not_exist() throws Exception {
        ChildJvm jvm = ChildJvm.withTestClassPath().options("-Ddev.vigil.backend=epol");
        String table = run(jvm, "backends").assertClean().out();
        assertTrue(
                table.contains("Chosen here: none, there is no backend named \"epol\" (forced by the system property"),
                table);
    }

    @Test
    void a_bad_option_gets_a_usage_message_and_status_2() throws Exception {
        for (String[] bad : new String[][] {
            {"serve", "--port", "x"}, {"serve", "--port", "65536"}, {"serve", "--loops", "0"}, {"idle"}
        }) {
            ChildJvm.Ended ended = run(bad);
            assertEquals(2, ended.status());
            assertTrue(ended.err().contains("Usage: bench/run " + bad[0]), ended.err());
            assertEquals("", ended.out());
        }
    }

    @Test
    void an_unknown_backend_gets_a_list_and_status_2() throws Exception {
        ChildJvm.Ended ended = run("serve", "--port", "0", "--backend", "epol");
        assertEquals(2, ended.status());
        assertTrue(ended.err().startsWith("there is no backend named \"epol\" (--backend);"), ended.err());
        assertTrue(ended.err().contains("  nio: available"), ended.err());
    }

    @Test
    void a_port_in_use_gets_a_message_and_status_1() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            ChildJvm.Ended ended = run("serve", "--port", Integer.toString(taken.getLocalPort()));
            assertEquals(1, ended.status());
            assertEquals(1, ended.err().lines().count(), ended.err());
            assertTrue(ended.err().contains(": Address already in use; choose another --port"), ended.err());
        }
    }
}
