package dev.vigil.trust;

/** A run as a program that can be read, and with a little care compiled. */
final class Program {
    private static final String HEAD =
            "import dev.vigil.*;\nimport dev.vigil.posix.*;\n\nclass Found {\n    public static void main(String[] arguments) throws"
                    + " Exception {\n";

    private final Dialect dialect;
    private final ScriptRun.Outcome outcome;

    Program(Dialect dialect, ScriptRun.Outcome outcome) {
        this.dialect = dialect;
        this.outcome = outcome;
    }

    String text(String test, String origin, Script script) {
        StringBuilder out = new StringBuilder();
        out.append(outcome.finding().getMessage())
                .append("\n\nfound by ")
                .append(origin)
                .append("; again by:\n");
        out.append("-Dtest=")
                .append(test)
                .append(" -Dvigil.trust.script=")
                .append(script)
                .append("\n\n");
        out.append(HEAD);
        out.append("        String backend = \"").append(dialect.fixture()).append("\";\n");
        out.append("        int[] fd = new int[")
                .append(Op.PLACES)
                .append("], far = new int[")
                .append(Op.PLACES);
        out.append("];\n        Registration[] r = new Registration[")
                .append(count())
                .append("];\n");
        for (String line : outcome.program()) {
            out.append("        ").append(line).append('\n');
        }
        return out.append("    }\n}\n").toString();
    }

    private long count() {
        return outcome.program().stream()
                .filter(line -> line.startsWith("r[") && line.contains("register("))
                .count();
    }
}
