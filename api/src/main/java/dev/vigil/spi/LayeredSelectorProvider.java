package dev.vigil.spi;

import java.nio.channels.spi.SelectorProvider;

/**
 * A {@link SelectorProvider} whose selectors wait with a backend. A backend that itself waits with a Selector looks under it,
 * for otherwise it would wait for itself.
 */
public interface LayeredSelectorProvider {
    /**
     * The provider below.
     *
     * @return the provider whose channels this one hands out, and whose selectors wait without a backend
     */
    SelectorProvider underlying();
}
