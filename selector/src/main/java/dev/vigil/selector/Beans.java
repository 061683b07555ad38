package dev.vigil.selector;

import java.lang.System.Logger.Level;

/** Whether selectors are to be seen in JMX. Loads nothing of it if not. */
final class Beans {
    /** System property that, if {@code false}, keeps selectors out of JMX. */
    private static final String PROPERTY = "dev.vigil.selector.jmx";

    private static final boolean WANTED =
            ModuleLayer.boot().findModule("java.management").isPresent()
                    && Boolean.parseBoolean(System.getProperty(PROPERTY, "true"));

    private Beans() {}

    /** Puts a selector in, and returns what takes it out. Neither throws: a selector works without being seen. */
    static Runnable put(SelectorFigures figures) {
        if (!WANTED) {
            return () -> {};
        }
        try {
            SelectorBean bean = SelectorBean.put(figures);
            return () -> remove(bean);
        } catch (Throwable e) {
            log("a selector is not in JMX", e);
            return () -> {};
        }
    }

    private static void remove(SelectorBean bean) {
        try {
            bean.remove();
        } catch (Throwable e) {
            log("a closed selector stays in JMX", e);
        }
    }

    /** Memory or threads may be what there is none of: then the log is not to fail either. */
    private static void log(String what, Throwable why) {
        try {
            System.getLogger("dev.vigil.selector").log(Level.WARNING, what, why);
        } catch (Throwable e) {
            if (e != why) {
                why.addSuppressed(e);
            }
        }
    }
}
