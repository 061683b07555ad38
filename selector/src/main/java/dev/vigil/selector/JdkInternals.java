package dev.vigil.selector;

/** Whether {@code java.base} exports {@code sun.nio.ch} to this module: what is built here extends classes of it. */
final class JdkInternals {
    static final String PACKAGE = "sun.nio.ch";

    private JdkInternals() {}

    /** Comes before any class that needs the package is loaded, since the JVM's own error names no flag. */
    static void require() {
        Module mine = JdkInternals.class.getModule();
        if (Object.class.getModule().isExported(PACKAGE, mine)) {
            return;
        }
        String target = mine.isNamed() ? mine.getName() : "ALL-UNNAMED";
        throw new IllegalStateException("no selector over a backend of Vigil: java.base does not export " + PACKAGE
                + " to it; start java with --add-exports java.base/" + PACKAGE + "=" + target
                + ", or with -javaagent:vigil-selector.jar in place of all other flags");
    }
}
