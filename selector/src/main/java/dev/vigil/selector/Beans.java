package dev.vigil.selector;

/** Whether selectors are to be seen in JMX. Loads nothing of it if not. */
final class Beans {
    /** System property that, if {@code false}, keeps selectors out of JMX. */
    private static final String PROPERTY = "dev.vigil.selector.jmx";

    private static final boolean WANTED =
            ModuleLayer.boot().findModule("java.management").isPresent()
                    && Boolean.parseBoolean(System.getProperty(PROPERTY, "true"));

    private Beans() {}

    /** Puts a selector in, and returns what takes it out. */
    static Runnable put(SelectorFigures figures) {
        return WANTED ? SelectorBean.put(figures)::remove : () -> {};
    }
}
