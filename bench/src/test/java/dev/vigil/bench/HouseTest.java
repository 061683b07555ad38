package dev.vigil.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** A stranger finds the way: every public type is marked and named where one looks, and no document names what is not there. */
class HouseTest {
    private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();

    private static final Pattern MARK = Pattern.compile("<b>(Stable|Experimental|Internal)\\.</b>");
    private static final Pattern PUBLIC_TYPE = Pattern.compile(
            "^public (?:(?:final|abstract|sealed|non-sealed) )*(?:class|interface|enum|record|@interface) (\\w+)",
            Pattern.MULTILINE);
    private static final Pattern LINK = Pattern.compile("]\\(([^)\\s]+)\\)");
    private static final Pattern TEST = Pattern.compile("`([A-Z]\\w*(?:Test|Contract))(?:\\.(\\w+))?`");

    @Test
    void everyPublicTypeIsInAMarkedPackageAndNamedThereOrInTheReadme() throws IOException {
        String readme = Files.readString(ROOT.resolve("README.md"));
        List<String> wrong = new ArrayList<>();
        int types = 0;
        for (Path file : mainSources()) {
            Matcher type = PUBLIC_TYPE.matcher(Files.readString(file));
            if (!type.find()) {
                continue;
            }
            types++;
            String about = Files.readString(file.resolveSibling("package-info.java"));
            if (MARK.matcher(about).results().count() != 1) {
                wrong.add("not one mark: package of " + ROOT.relativize(file));
            }
            if (!Pattern.compile("\\b" + type.group(1) + "\\b")
                    .matcher(about + readme)
                    .find()) {
                wrong.add("named nowhere: " + ROOT.relativize(file));
            }
        }
        assertFalse(types < 50, "types: " + types);
        assertEquals(List.of(), wrong);
    }

    @Test
    void everyModuleHasAReadmeOfSomeTenLines() throws IOException {
        List<String> wrong = new ArrayList<>();
        for (Path module : modules()) {
            Path readme = module.resolve("README.md");
            if (!Files.exists(readme) || Files.readAllLines(readme).size() > 20) {
                wrong.add(module.getFileName().toString());
            }
        }
        assertEquals(List.of(), wrong);
    }

    @Test
    void everyLinkOfADocumentLeadsSomewhere() throws IOException {
        List<String> wrong = new ArrayList<>();
        for (Path document : documents()) {
            for (MatchResult link : links(document)) {
                String[] parts = link.group(1).split("#", 2);
                Path target = parts[0].isEmpty()
                        ? document
                        : document.resolveSibling(parts[0]).normalize();
                if (!Files.exists(target)) {
                    wrong.add(ROOT.relativize(document) + " to " + link.group(1));
                } else if (parts.length == 2 && !anchors(target).contains(parts[1])) {
                    wrong.add(ROOT.relativize(document) + " to the heading of " + link.group(1));
                }
            }
        }
        assertEquals(List.of(), wrong);
    }

    @Test
    void everyDocumentIsReachedFromTheReadme() throws IOException {
        Set<Path> reached = new TreeSet<>();
        Deque<Path> open = new ArrayDeque<>(List.of(ROOT.resolve("README.md")));
        while (!open.isEmpty()) {
            Path document = open.pop();
            if (!reached.add(document) || !document.toString().endsWith(".md") || !Files.exists(document)) {
                continue;
            }
            for (MatchResult link : links(document)) {
                Path target =
                        document.resolveSibling(link.group(1).split("#", 2)[0]).normalize();
                // A folder is shown by its README.
                open.push(Files.isDirectory(target) ? target.resolve("README.md") : target);
            }
        }
        Set<Path> missing = new TreeSet<>(documents());
        missing.removeAll(reached);
        assertEquals(Set.of(), missing);
    }

    @Test
    void everyTestThatADocumentNamesIsThere() throws IOException {
        List<Path> tests = new ArrayList<>();
        for (Path module : modules()) {
            tests.addAll(javaBelow(module.resolve("src/test/java")));
        }
        List<String> wrong = new ArrayList<>();
        for (Path document : documents()) {
            // What was is no promise of what is.
            if (document.endsWith("CHANGELOG.md")) {
                continue;
            }
            for (MatchResult named :
                    TEST.matcher(Files.readString(document)).results().toList()) {
                List<Path> found = tests.stream()
                        .filter(test -> test.endsWith(named.group(1) + ".java"))
                        .toList();
                boolean there = !found.isEmpty();
                if (there && named.group(2) != null) {
                    there = false;
                    for (Path test : found) {
                        there |= Files.readString(test).contains(" " + named.group(2) + "(");
                    }
                }
                if (!there) {
                    wrong.add(ROOT.relativize(document) + " names " + named.group());
                }
            }
        }
        assertEquals(List.of(), wrong);
    }

    @Test
    void oneVersionIsEverywhereAndTheBillOfMaterialsHasAllThatIsReleased() throws IOException {
        String parent = Files.readString(ROOT.resolve("pom.xml"));
        String version = first(parent, "<artifactId>vigil-parent</artifactId>\\s*<version>([^<]+)</version>");
        String bom = Files.readString(ROOT.resolve("bom/pom.xml"));
        for (Path module : modules()) {
            String pom = Files.readString(module.resolve("pom.xml"));
            assertEquals(version, first(pom, "<version>([^<]+)</version>"), module + ": the first version in its pom");
            String artifact = first(pom.replaceAll("(?s)<parent>.*</parent>", ""), "<artifactId>([^<]+)</artifactId>");
            boolean isReleased = !module.endsWith("bench") && !module.endsWith("bom");
            assertEquals(
                    isReleased, bom.contains("<artifactId>" + artifact + "</artifactId>\n        <version>"), artifact);
        }
        assertEquals(
                version,
                first(Files.readString(ROOT.resolve("docs/examples/own-backend/pom.xml")), "<vigil.version>([^<]+)<"));
        String released = version.replace("-SNAPSHOT", "");
        assertEquals(released, first(Files.readString(ROOT.resolve("CHANGELOG.md")), "\n## ([0-9.]+)"), "CHANGELOG.md");
        Pattern any = Pattern.compile("\\d+\\.\\d+\\.\\d+-SNAPSHOT");
        for (Path document : documents()) {
            for (MatchResult named :
                    any.matcher(Files.readString(document)).results().toList()) {
                assertEquals(version, named.group(), document.toString());
            }
        }
    }

    private static String first(String text, String pattern) {
        Matcher matcher = Pattern.compile(pattern).matcher(text);
        return matcher.find() ? matcher.group(1) : "nothing like " + pattern;
    }

    /** Relative ones; where others lead is not ours to know. */
    private static List<MatchResult> links(Path document) throws IOException {
        String text = Files.readString(document).replaceAll("(?s)```.*?```", "").replaceAll("`[^`\n]*`", "");
        return LINK.matcher(text)
                .results()
                .filter(link -> !link.group(1).contains(":"))
                .toList();
    }

    /** The names that a site for code makes of headings. */
    private static Set<String> anchors(Path document) throws IOException {
        Set<String> anchors = new TreeSet<>();
        for (String line :
                Files.readString(document).replaceAll("(?s)```.*?```", "").split("\n", -1)) {
            if (line.startsWith("#")) {
                anchors.add(line.replaceFirst("^#+ ", "")
                        .toLowerCase(Locale.ROOT)
                        .replaceAll("[^\\w\\- ]", "")
                        .replace(' ', '-'));
            }
        }
        return anchors;
    }

    private static List<Path> documents() throws IOException {
        List<Path> documents = new ArrayList<>();
        for (Path folder : List.of(ROOT, ROOT.resolve("docs"))) {
            try (Stream<Path> files = folder.equals(ROOT) ? Files.list(folder) : Files.walk(folder)) {
                files.filter(file -> file.toString().endsWith(".md")).forEach(documents::add);
            }
        }
        for (Path module : modules()) {
            documents.add(module.resolve("README.md"));
        }
        return documents;
    }

    private static List<Path> modules() throws IOException {
        try (Stream<Path> folders = Files.list(ROOT)) {
            return folders.filter(folder -> Files.exists(folder.resolve("pom.xml")))
                    .sorted()
                    .toList();
        }
    }

    /** Of what is released. */
    private static List<Path> mainSources() throws IOException {
        List<Path> sources = new ArrayList<>();
        for (Path module : modules()) {
            if (!module.endsWith("bench")) {
                sources.addAll(javaBelow(module.resolve("src/main/java")));
            }
        }
        return sources;
    }

    private static List<Path> javaBelow(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(file -> file.toString().endsWith(".java"))
                    .filter(file -> !file.endsWith("package-info.java") && !file.endsWith("module-info.java"))
                    .toList();
        }
    }
}
