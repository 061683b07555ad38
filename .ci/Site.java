import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.commonmark.ext.gfm.tables.TablesExtension;
import org.commonmark.ext.heading.anchor.HeadingAnchorExtension;
import org.commonmark.parser.Parser;
import org.commonmark.renderer.html.HtmlRenderer;

/**
 * Makes pages of the documents: all that can be reached from README.md by links, each at its place, with a list of pages, a search
 * over all of them that needs no server, and what else is linked beside them. Called by .ci/site with the checkout and the folder to write to.
 */
class Site {
    private static final Pattern LINK = Pattern.compile("(href|src)=\"([^\":#]+)(#[^\"]*)?\"");
    private static final Pattern TITLE = Pattern.compile("(?m)^# (.*)$");

    private final Path root;
    private final Path site;
    /** The first page first, then by their places. */
    private final Map<Path, String> pages = new TreeMap<>(
            Comparator.comparing((Path file) -> !place(file).equals("index.html")).thenComparing(Comparator.naturalOrder()));

    Site(Path root, Path site) {
        this.root = root;
        this.site = site;
    }

    public static void main(String[] arguments) throws IOException {
        Path root = Path.of(arguments[0]).toRealPath();
        Site made = new Site(root, Files.createDirectories(Path.of(arguments[1])).toRealPath());
        made.collect();
        made.write();
        System.out.println(made.pages.size() + " pages in " + made.site);
    }

    private void collect() throws IOException {
        Deque<Path> open = new ArrayDeque<>(List.of(root.resolve("README.md")));
        while (!open.isEmpty()) {
            Path file = open.pop();
            if (pages.containsKey(file)) {
                continue;
            }
            String text = Files.readString(file);
            pages.put(file, text);
            Matcher link = LINK.matcher(html(text));
            while (link.find()) {
                Path target = file.resolveSibling(link.group(2)).normalize();
                target = Files.isDirectory(target) ? target.resolve("README.md") : target;
                if (!Files.isRegularFile(target) || !target.startsWith(root)) {
                    continue;
                }
                if (target.toString().endsWith(".md")) {
                    open.push(target);
                } else {
                    Path copy = site.resolve(root.relativize(target).toString());
                    Files.createDirectories(copy.getParent());
                    Files.copy(target, copy, StandardCopyOption.REPLACE_EXISTING);
                }
            }
        }
    }

    private void write() throws IOException {
        StringBuilder index = new StringBuilder("const pages = [\n");
        for (Map.Entry<Path, String> page : pages.entrySet()) {
            Path file = page.getKey();
            Path to = site.resolve(place(file));
            Files.createDirectories(to.getParent());
            Files.writeString(to, page(file, page.getValue()));
            index.append("{url:").append(quoted(place(file)));
            index.append(",title:").append(quoted(title(file, page.getValue())));
            index.append(",text:").append(quoted(page.getValue().replaceAll("[`*|#>\\[\\]]|\\]\\([^)]*\\)|\\s+", " ")));
            index.append("},\n");
        }
        Files.writeString(site.resolve("pages.js"), index.append("];\n"));
        Files.writeString(site.resolve("site.css"), CSS);
        Files.writeString(site.resolve("search.js"), SEARCH);
    }

    private String page(Path file, String text) {
        String up = "../".repeat(Path.of(place(file)).getNameCount() - 1);
        StringBuilder list = new StringBuilder();
        for (Map.Entry<Path, String> other : pages.entrySet()) {
            boolean here = other.getKey().equals(file);
            list.append("<li><a href=\"").append(up).append(place(other.getKey())).append(here ? "\" aria-current=\"page\">" : "\">");
            list.append(escaped(title(other.getKey(), other.getValue()))).append("</a></li>\n");
        }
        list.append("<li><a href=\"").append(up).append("javadoc/index.html\">Javadoc</a></li>\n");
        return """
                <!doctype html>
                <html lang="en">
                <head>
                <meta charset="utf-8">
                <meta name="viewport" content="width=device-width, initial-scale=1">
                <title>%1$s</title>
                <link rel="stylesheet" href="%2$ssite.css">
                </head>
                <body data-up="%2$s">
                <header><a class="name" href="%2$sindex.html">Vigil</a>
                <input id="search" type="search" placeholder="Search" aria-label="Search"><ol id="found"></ol></header>
                <div class="both">
                <nav><details><summary>Pages</summary><ul>
                %3$s</ul></details></nav>
                <main>
                %4$s</main>
                </div>
                <script src="%2$spages.js"></script>
                <script src="%2$ssearch.js"></script>
                </body>
                </html>
                """
                .formatted(escaped(title(file, text)), up, list, linked(file, html(text)).replace("<table>", "<div class=\"wide\"><table>").replace("</table>", "</table></div>"));
    }

    /** Links to documents lead to their pages. */
    private String linked(Path file, String html) {
        return LINK.matcher(html).replaceAll(link -> {
            Path target = file.resolveSibling(link.group(2)).normalize();
            target = Files.isDirectory(target) && pages.containsKey(target.resolve("README.md")) ? target.resolve("README.md") : target;
            if (!pages.containsKey(target)) {
                return Matcher.quoteReplacement(link.group());
            }
            Path from = site.resolve(place(file)).getParent();
            String to = from.relativize(site.resolve(place(target))).toString();
            return Matcher.quoteReplacement(
                    link.group(1) + "=\"" + to + (link.group(3) == null ? "" : link.group(3)) + "\"");
        });
    }

    private String place(Path file) {
        String path = root.relativize(file).toString();
        return path.endsWith("README.md") ? path.replace("README.md", "index.html") : path.replaceFirst("md$", "html");
    }

    private static String title(Path file, String text) {
        Matcher title = TITLE.matcher(text);
        return title.find() ? title.group(1) : file.getFileName().toString();
    }

    private static String html(String text) {
        List<org.commonmark.Extension> extensions = List.of(TablesExtension.create(), HeadingAnchorExtension.create());
        return HtmlRenderer.builder()
                .extensions(extensions)
                .build()
                .render(Parser.builder().extensions(extensions).build().parse(text));
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;");
    }

    private static String quoted(String text) {
        return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", " ").replace("</", "<\\/") + '"';
    }

    private static final String CSS = """
            :root { color-scheme: light dark; --line: #8884; }
            * { box-sizing: border-box; }
            body { margin: 0; font: 16px/1.55 system-ui, sans-serif; }
            header { position: sticky; top: 0; display: flex; gap: 1rem; align-items: center; padding: .5rem 1rem;
                background: Canvas; border-bottom: 1px solid var(--line); z-index: 1; }
            .name { font-weight: 700; text-decoration: none; color: inherit; }
            #search { flex: 1; max-width: 24rem; min-width: 0; padding: .35rem .6rem; font: inherit; }
            #found { position: absolute; top: 100%; left: 0; right: 0; margin: 0; padding: 0 1rem; background: Canvas; list-style: none;
                max-height: 70vh; overflow: auto; border-bottom: 1px solid var(--line); }
            #found li { padding: .4rem 0; }
            #found small { display: block; opacity: .8; overflow-wrap: anywhere; }
            .both { display: flex; max-width: 76rem; margin: auto; }
            nav { flex: 0 0 16rem; padding: 1rem; font-size: .9rem; }
            nav ul { list-style: none; margin: .5rem 0; padding: 0; }
            nav li { padding: .15rem 0; }
            nav a { text-decoration: none; }
            nav a[aria-current] { font-weight: 700; color: inherit; }
            main { flex: 1; min-width: 0; padding: 1rem; }
            pre, .wide { overflow-x: auto; margin: 1rem 0; }
            pre { padding: .75rem; background: #8881; }
            code { font: .9em ui-monospace, monospace; overflow-wrap: anywhere; }
            pre code { overflow-wrap: normal; }
            table { border-collapse: collapse; font-size: .92rem; }
            th, td { border: 1px solid var(--line); padding: .3rem .5rem; text-align: left; vertical-align: top; }
            img { max-width: 100%; height: auto; background: white; }
            @media (max-width: 48rem) { .both { display: block; } nav { padding: .5rem 1rem 0; } }
            """;

    private static final String SEARCH = """
            const up = document.body.dataset.up, found = document.getElementById('found');
            if (matchMedia('(min-width: 48.01rem)').matches) document.querySelector('nav details').open = true;
            const search = document.getElementById('search');
            search.addEventListener('input', look);
            // A search may be linked to: index.html?q=ghost
            search.value = new URLSearchParams(location.search).get('q') || '';
            look();
            function look() {
              const words = search.value.toLowerCase().split(/\\s+/).filter(word => word.length > 1);
              found.replaceChildren();
              if (!words.length) return;
              pages.map(page => {
                const text = page.text.toLowerCase(), title = page.title.toLowerCase();
                if (!words.every(word => text.includes(word))) return null;
                const count = words.reduce((sum, word) => sum + text.split(word).length - 1 + (title.includes(word) ? 50 : 0), 0);
                return {page, count, at: text.indexOf(words[0])};
              }).filter(hit => hit).sort((a, b) => b.count - a.count).slice(0, 12).forEach(hit => {
                const item = document.createElement('li'), link = document.createElement('a'), about = document.createElement('small');
                link.href = up + hit.page.url;
                link.textContent = hit.page.title;
                about.textContent = hit.page.text.slice(Math.max(0, hit.at - 60), hit.at + 120);
                item.append(link, about);
                found.append(item);
              });
              if (!found.children.length) found.textContent = 'nothing has all of these words';
            }
            """;
}
