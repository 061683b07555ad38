package dev.vigil.selector;

import dev.vigil.BackendUnavailableException;
import dev.vigil.Feature;
import dev.vigil.spi.Backend;
import dev.vigil.spi.Backends;
import java.lang.System.Logger.Level;

/** Which backend the selectors of a provider wait with. Found when the first one is opened, and kept if it can be had. */
final class BackendChoice {
    /** The one given in code or found, or null. */
    private volatile Backend backend;

    private volatile boolean toldOfFallback;

    BackendChoice(Backend given) {
        backend = given == null ? null : requireChannels(given);
    }

    Backend backend() {
        Backend found = backend;
        if (found == null) {
            found = find();
            backend = found;
        }
        return found;
    }

    private static Backend find() {
        String name = System.getProperty(VigilSelectorProvider.BACKEND, "");
        Backend found = name.isBlank()
                ? Backends.chosen()
                : Backends.named(name, "forced by the system property " + VigilSelectorProvider.BACKEND);
        return requireChannels(found);
    }

    private static Backend requireChannels(Backend found) {
        if (!found.features().contains(Feature.CHANNELS)) {
            throw new BackendUnavailableException("backend " + found.name()
                    + " watches no channels, so no selector can wait with it; name another one with -D"
                    + VigilSelectorProvider.BACKEND);
        }
        return found;
    }

    /** Whether the backend cannot be had, and the JDK's own selectors are wanted then. */
    boolean isFallback() {
        if (backend != null || !Boolean.getBoolean(VigilSelectorProvider.FALLBACK)) {
            return false;
        }
        try {
            backend();
            return false;
        } catch (BackendUnavailableException e) {
            tellOfFallback(e);
            return true;
        }
    }

    private void tellOfFallback(BackendUnavailableException why) {
        synchronized (this) {
            if (toldOfFallback) {
                return;
            }
            toldOfFallback = true;
        }
        System.getLogger("dev.vigil.selector")
                .log(Level.WARNING, "selectors are the JDK''s own, since {0}", oneLine(why.getMessage()));
    }

    private static String oneLine(String text) {
        return text.replaceAll("\\s*\\R\\s*", ", ");
    }

    @Override
    public String toString() {
        Backend found = backend;
        return found == null ? "a backend not chosen yet" : found.name();
    }
}
