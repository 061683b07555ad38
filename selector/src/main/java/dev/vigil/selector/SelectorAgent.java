package dev.vigil.selector;

import java.lang.instrument.Instrumentation;
import java.util.Map;
import java.util.Set;

/**
 * Switches the provider on by one flag: {@code -javaagent:vigil-selector.jar}, or {@code -javaagent:vigil-selector.jar=poll} for a
 * certain backend. It exports what the provider needs of the JDK, and names the provider to it.
 */
public final class SelectorAgent {
    private static final String PROVIDER = "java.nio.channels.spi.SelectorProvider";

    /** Holds the provider of the JVM; its loading comes with the choice. */
    private static final String CHOSEN = "java.nio.channels.spi.SelectorProvider$Holder";

    private SelectorAgent() {}

    /**
     * Called by the JVM before the application's main class.
     *
     * @param backend the name of a backend, or nothing
     * @param instrumentation the JVM's
     */
    @SuppressWarnings("exports")
    public static void premain(String backend, Instrumentation instrumentation) {
        switchOn(backend, instrumentation);
    }

    /**
     * Called by the JVM when the agent is loaded into an application that runs. That is too late as soon as the application has opened
     * any channel or selector.
     *
     * @param backend the name of a backend, or nothing
     * @param instrumentation the JVM's
     */
    @SuppressWarnings("exports")
    public static void agentmain(String backend, Instrumentation instrumentation) {
        switchOn(backend, instrumentation);
    }

    private static void switchOn(String backend, Instrumentation instrumentation) {
        boolean isNamed = backend != null && !backend.isBlank();
        String provider = VigilSelectorProvider.class.getName();
        requireUnchosen(instrumentation);
        requireOneName(PROVIDER, provider, "selector provider");
        if (isNamed) {
            requireOneName(VigilSelectorProvider.BACKEND, backend.strip(), "backend for selectors");
        }
        instrumentation.redefineModule(
                Object.class.getModule(),
                Set.of(),
                Map.of(JdkInternals.PACKAGE, Set.of(SelectorAgent.class.getModule())),
                Map.of(),
                Set.of(),
                Map.of());
        // Last: an agent that fails leaves the JVM as it was.
        System.setProperty(PROVIDER, provider);
        if (isNamed) {
            System.setProperty(VigilSelectorProvider.BACKEND, backend.strip());
        }
    }

    private static void requireUnchosen(Instrumentation instrumentation) {
        for (Class<?> loaded : instrumentation.getAllLoadedClasses()) {
            if (loaded.getName().equals(CHOSEN)) {
                throw new IllegalStateException(
                        "the agent of Vigil's selectors comes too late: this JVM has chosen its selector"
                                + " provider already; start it with -javaagent:vigil-selector.jar, before any agent that opens channels");
            }
        }
    }

    private static void requireOneName(String property, String value, String what) {
        String named = System.getProperty(property, "");
        if (!named.isBlank() && !named.equals(value)) {
            throw new IllegalStateException("two names for the " + what + ": the agent of Vigil's selectors is to use "
                    + value + ", and the system property " + property + " says " + named + "; give one of them only");
        }
    }
}
