package dev.vigil.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.platform.commons.annotation.Testable;
import org.junit.platform.commons.support.AnnotationSupport;
import org.junit.platform.commons.support.HierarchyTraversalMode;
import org.junit.platform.commons.support.ReflectionSupport;

/** That every rule has a test, every test its rule, and that the documents name tests that exist. */
class RulesTest {
    private static final Path DOCUMENTS = Path.of("..", "docs");

    /** A test as the documents name it: `LevelContract.aSentence`. */
    private static final Pattern NAMED = Pattern.compile("`(\\w+Contract)\\.(\\w+)`");

    private static List<Method> tests() {
        return ReflectionSupport.findMethods(
                EventSourceContract.class,
                method -> AnnotationSupport.isAnnotated(method, Testable.class),
                HierarchyTraversalMode.TOP_DOWN);
    }

    private static Set<Integer> rules(Method test) {
        return Arrays.stream(test.getAnnotation(Rule.class).value())
                .boxed()
                .collect(Collectors.toCollection(TreeSet::new));
    }

    @Test
    void everyTestNamesItsRules() {
        assertTrue(tests().size() > 100, () -> "found only " + tests().size() + " tests");
        for (Method test : tests()) {
            assertTrue(test.isAnnotationPresent(Rule.class), () -> test + " has no @Rule");
            for (int rule : rules(test)) {
                assertTrue(rule >= 1 && rule <= Rule.COUNT, () -> test + " names a rule that does not exist: " + rule);
            }
        }
    }

    @Test
    void everyRuleHasATest() {
        Set<Integer> proved =
                tests().stream().flatMap(test -> rules(test).stream()).collect(Collectors.toCollection(TreeSet::new));
        assertEquals(
                IntStream.rangeClosed(1, Rule.COUNT).boxed().collect(Collectors.toCollection(TreeSet::new)), proved);
    }

    @Test
    void theTestsThatTheDocumentsNameExist() throws IOException {
        Set<String> existing = tests().stream()
                .map(test -> test.getDeclaringClass().getSimpleName() + "." + test.getName())
                .collect(Collectors.toSet());
        Set<String> named = new TreeSet<>();
        for (String document : List.of("contract.md", "differences.md")) {
            Path path = DOCUMENTS.resolve(document);
            if (Files.exists(path)) {
                NAMED.matcher(Files.readString(path))
                        .results()
                        .map(match -> match.group(1) + "." + match.group(2))
                        .forEach(named::add);
            }
        }
        assertFalse(named.isEmpty(), "the documents name no tests as `LevelContract.aSentence`");
        named.removeAll(existing);
        assertEquals(Set.of(), named, "named in a document, but not there");
    }
}
