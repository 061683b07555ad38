package dev.vigil.selector;

import java.util.Map;

/**
 * The figures of one selector, in JMX under {@code dev.vigil.selector:type=Selector,id=...}. Counters begin at 0 when the selector is
 * opened.
 */
public interface SelectorMXBean {
    /**
     * The backend.
     *
     * @return its name
     */
    String getBackend();

    /**
     * How many keys are registered.
     *
     * @return the number at this moment
     */
    int getKeys();

    /**
     * How many selections came back.
     *
     * @return the count so far
     */
    long getSelections();

    /**
     * How often the backend was asked, with or without waiting.
     *
     * @return the count so far
     */
    long getWaits();

    /**
     * How many events the backend had.
     *
     * @return the count so far
     */
    long getEvents();

    /**
     * How many changes of interest came to the backend: those that were undone before the next selection do not.
     *
     * @return the count so far
     */
    long getChanges();

    /**
     * How many wake-ups were asked for, of those that came before a selection only the first.
     *
     * @return the count so far
     */
    long getWakeUps();

    /**
     * How many system calls the backend made to change what it watches.
     *
     * @return the count so far
     */
    long getControlCalls();

    /**
     * How many descriptors moved to the hot side, where there is one.
     *
     * @return the count so far
     */
    long getPromotions();

    /**
     * How many descriptors moved to the cold side, where there is one.
     *
     * @return the count so far
     */
    long getDemotions();

    /**
     * Further figures of the backend.
     *
     * @return figures by name
     */
    Map<String, Long> getGauges();
}
